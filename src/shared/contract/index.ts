import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './common-errors.ts';
import { ButtonStateSchema } from './button-state.ts';
import {
  CameraCommandBodySchema,
  CameraDescriptorSchema,
  CameraListingSchema,
  CamerasCommandBodySchema,
  CameraStatusSchema,
  DiskSchema,
  SelfTestSchema,
} from './camera.ts';
import { BridgeConfigSchema } from './config.ts';
import { DeviceSchema } from './device.ts';
import { FaultSchema } from './errors.ts';
import { ExecuteBodySchema, ExecutionSchema, KeyPhaseSchema } from './execution.ts';
import { FindAskSchema, FindEventSchema, NetworksSchema } from './find.ts';
import { hardwareContract } from './hardware-procedures.ts';
import { IntentSchema, IntentTestBodySchema } from './intent.ts';
import { LayoutSchema } from './layout.ts';
import { TelemetryEventSchema } from './live-telemetry.ts';
import { MacroExecuteBodySchema, MacroSchema } from './macro.ts';
import { CorruptionSchema, MirrorEventSchema } from './mirror.ts';
import { NameSchema } from './names.ts';
import { packsContract } from './packs.ts';
import { PanicStateSchema } from './panic.ts';
import { PreconditionSchema } from './precondition.ts';
import { ProbeReportSchema } from './probe.ts';
import { ProtocolSchema } from './protocol.ts';
import { ReferenceSchema, RenameBodySchema, RenamedSchema } from './references.ts';
import { ProtocolTestBodySchema } from './protocol-test.ts';
import { revisionsContract } from './revisions.ts';
import { SecretEntrySchema, SecretValueSchema } from './secrets.ts';
import { masterContract, variablesContract } from './shared-state.ts';
import {
  TakeAskSchema,
  TakeListingSchema,
  TakeRowsAskSchema,
  TakeRowsSchema,
  TakeViewSchema,
} from './take-view.ts';
import {
  AuditEntrySchema,
  DeviceHealthSchema,
  HealthSchema,
  MetricsSchema,
} from './telemetry.ts';
import { RetargetedSchema, VenueSchema, VenueTargetsSchema } from './venue.ts';

/** Every procedure may answer with these; the code is the seed's error type. */
const base = oc.errors({
  intent_not_found: { status: 404, data: FaultSchema },
  device_not_found: { status: 404, data: FaultSchema },
  ...commonErrors,
});

const byName = z.object({ params: z.object({ name: NameSchema }) });

/** Headers over REST, plain input over RPC. */
const headers = PreconditionSchema.optional();

/** list, get, put and delete of one kind of named entity: the same five lines for each. */
const catalogue = <S extends z.ZodType>(path: `/${string}`, entity: S) => ({
  list: base.route({ method: 'GET', path }).output(z.array(entity)),
  get: base
    .route({ method: 'GET', path: `${path}/{name}`, inputStructure: 'detailed' })
    .input(byName)
    .output(entity),
  put: base
    .route({ method: 'PUT', path: `${path}/{name}`, inputStructure: 'detailed' })
    .input(z.object({ params: z.object({ name: NameSchema }), headers, body: entity }))
    .output(entity),
  delete: base
    .route({ method: 'DELETE', path: `${path}/{name}`, inputStructure: 'detailed' })
    .input(byName.extend({ headers }))
    .output(z.object({ deleted: z.boolean() })),
});

/** Every place that names one of a kind: what would break without it. */
const references = (path: `/${string}`) => ({
  references: base
    .route({ method: 'GET', path: `${path}/{name}/references`, inputStructure: 'detailed' })
    .input(byName)
    .output(z.array(ReferenceSchema)),
});

/**
 * Another name, which every reference follows. Repeating one that was broken off finishes it.
 * @throws precondition_failed where the new name is taken
 */
const renaming = (path: `/${string}`) => ({
  rename: base
    .route({ method: 'POST', path: `${path}/{name}/rename`, inputStructure: 'detailed' })
    .input(byName.extend({ headers, body: RenameBodySchema }))
    .output(RenamedSchema),
});

/** @throws not_found where no execution of that id runs. */
const controlling = (control: 'cancel' | 'pause' | 'resume') =>
  base
    .route({ method: 'POST', path: `/executions/{id}/${control}` })
    .input(z.object({ id: z.string().min(1).max(64) }))
    .output(z.object({ done: z.boolean() }));

const limit = (largest: number) => z.coerce.number().int().min(1).max(largest).optional();

/** Everything that can be asked of the engine. REST paths stand under `/api`. */
export const contract = {
  health: base.route({ method: 'GET', path: '/health' }).output(HealthSchema),
  protocols: {
    ...catalogue('/protocols', ProtocolSchema),
    ...references('/protocols'),
    ...renaming('/protocols'),
    /** Sends it once, as stored. `refused` to agents: they ask for intents. */
    test: base
      .route({ method: 'POST', path: '/protocols/{name}/test', inputStructure: 'detailed' })
      .input(z.object({ params: z.object({ name: NameSchema }), body: ProtocolTestBodySchema }))
      .output(ExecutionSchema),
  },
  devices: {
    ...catalogue('/devices', DeviceSchema),
    ...references('/devices'),
    ...renaming('/devices'),
    health: base
      .route({ method: 'GET', path: '/devices/{name}/health', inputStructure: 'detailed' })
      .input(byName)
      .output(DeviceHealthSchema),
    /** Lets a device send that was only observed. In the audit; `refused` to agents and hardware. */
    letSend: base
      .route({ method: 'POST', path: '/devices/{name}/let-send', inputStructure: 'detailed' })
      .input(byName.extend({ headers }))
      .output(DeviceSchema),
    /** What answers at its address. Nothing that acts is sent; it takes 2 s at most. `refused` to agents. */
    probe: base
      .route({ method: 'POST', path: '/devices/{name}/probe', inputStructure: 'detailed' })
      .input(byName)
      .output(ProbeReportSchema),
  },
  intents: {
    ...catalogue('/intents', IntentSchema),
    ...references('/intents'),
    ...renaming('/intents'),
    execute: base
      .route({
        method: 'POST',
        path: '/intents/{name}/execute',
        inputStructure: 'detailed',
      })
      .input(
        z.object({
          params: z.object({ name: NameSchema }),
          body: ExecuteBodySchema.optional(),
        }),
      )
      .output(ExecutionSchema),
    /** Runs an intent that is not stored, or one action of it. `refused` to agents. */
    test: base
      .route({ method: 'POST', path: '/intents/test' })
      .input(IntentTestBodySchema)
      .output(ExecutionSchema),
  },
  cameras: {
    list: base.route({ method: 'GET', path: '/cameras' }).output(z.array(CameraListingSchema)),
    /** Cameras that there are, assigned or not. */
    discover: base
      .route({ method: 'GET', path: '/cameras/discover' })
      .output(z.array(CameraDescriptorSchema)),
    /** Answers with the statuses that the command brought, an `error` among them where it failed. */
    command: base
      .route({ method: 'POST', path: '/cameras/{slot}/commands', inputStructure: 'detailed' })
      .input(
        z.object({ params: z.object({ slot: NameSchema }), body: CameraCommandBodySchema }),
      )
      .output(z.array(CameraStatusSchema)),
    /** To several slots in one moment: their takes start, pause and stop within a frame of each other. */
    commandTogether: base
      .route({ method: 'POST', path: '/cameras/commands' })
      .input(CamerasCommandBodySchema)
      .output(z.array(CameraStatusSchema)),
    disks: base.route({ method: 'GET', path: '/cameras/disks' }).output(z.array(DiskSchema)),
    /** Records a take with known losses and compares its verdict with them. Leaves no files. */
    selfTest: base.route({ method: 'POST', path: '/cameras/self-test' }).output(SelfTestSchema),
  },
  takes: {
    list: base.route({ method: 'GET', path: '/takes' }).output(z.array(TakeListingSchema)),
    /** Its pictures: `GET /api/takes/{file}/frames/{row}.jpg`. */
    get: base
      .route({ method: 'GET', path: '/takes/{file}', inputStructure: 'detailed' })
      .input(TakeAskSchema)
      .output(TakeViewSchema),
    rows: base
      .route({ method: 'GET', path: '/takes/{file}/rows', inputStructure: 'detailed' })
      .input(TakeRowsAskSchema)
      .output(TakeRowsSchema),
  },
  macros: {
    ...catalogue('/macros', MacroSchema),
    ...references('/macros'),
    ...renaming('/macros'),
    /** Answers when the macro has ended. */
    execute: base
      .route({ method: 'POST', path: '/macros/{name}/execute', inputStructure: 'detailed' })
      .input(
        z.object({
          params: z.object({ name: NameSchema }),
          body: MacroExecuteBodySchema.optional(),
        }),
      )
      .output(ExecutionSchema),
  },
  layouts: catalogue('/layouts', LayoutSchema),
  hardware: hardwareContract,
  /** Places with their addresses. */
  venues: {
    ...catalogue('/venues', VenueSchema),
    /** Goes there: all its hosts and ports in one step. `refused` to agents. */
    apply: base
      .route({ method: 'POST', path: '/venues/{name}/apply', inputStructure: 'detailed' })
      .input(byName)
      .output(RetargetedSchema),
    /** The same for addresses that are stored nowhere: the way back. */
    retarget: base
      .route({ method: 'POST', path: '/retarget' })
      .input(VenueTargetsSchema)
      .output(RetargetedSchema),
  },
  config: {
    get: base.route({ method: 'GET', path: '/config' }).output(BridgeConfigSchema),
    put: base
      .route({ method: 'PUT', path: '/config', inputStructure: 'detailed' })
      .input(z.object({ headers, body: BridgeConfigSchema }))
      .output(BridgeConfigSchema),
  },
  revisions: revisionsContract,
  /** Of this machine, never of the show. `refused` to agents. */
  secrets: {
    list: base.route({ method: 'GET', path: '/secrets' }).output(z.array(SecretEntrySchema)),
    put: base
      .route({ method: 'PUT', path: '/secrets/{name}', inputStructure: 'detailed' })
      .input(
        z.object({
          params: z.object({ name: NameSchema }),
          body: z.object({ value: SecretValueSchema }),
        }),
      )
      .output(z.object({ name: NameSchema })),
    delete: base
      .route({ method: 'DELETE', path: '/secrets/{name}', inputStructure: 'detailed' })
      .input(byName)
      .output(z.object({ deleted: z.boolean() })),
  },
  surfaces: {
    press: base
      .route({
        method: 'POST',
        path: '/surfaces/{device_id}/{page}/{row}/{col}/{phase}',
        inputStructure: 'detailed',
      })
      .input(
        z.object({
          params: z.object({
            device_id: NameSchema,
            page: z.coerce.number().int(),
            row: z.coerce.number().int(),
            col: z.coerce.number().int(),
            phase: KeyPhaseSchema,
          }),
          body: ExecuteBodySchema.optional(),
        }),
      )
      .output(ExecutionSchema),
  },
  buttons: {
    list: base
      .route({ method: 'GET', path: '/buttons' })
      .input(z.object({ device_id: NameSchema }))
      .output(z.array(ButtonStateSchema)),
  },
  executions: {
    list: base
      .route({ method: 'GET', path: '/executions' })
      .input(z.object({ limit: limit(500) }).optional())
      .output(z.array(ExecutionSchema)),
    get: base
      .route({ method: 'GET', path: '/executions/{id}' })
      .input(z.object({ id: z.string().min(1).max(64) }))
      .output(ExecutionSchema),
    cancel: controlling('cancel'),
    pause: controlling('pause'),
    resume: controlling('resume'),
  },
  panic: {
    get: base.route({ method: 'GET', path: '/panic' }).output(PanicStateSchema),
    engage: base.route({ method: 'POST', path: '/panic' }).output(PanicStateSchema),
    lift: base.route({ method: 'DELETE', path: '/panic' }).output(PanicStateSchema),
  },
  metrics: base.route({ method: 'GET', path: '/metrics' }).output(MetricsSchema),
  audit: base
    .route({ method: 'GET', path: '/audit' })
    .input(
      z
        .object({
          limit: limit(1000),
          before: z
            .string()
            .regex(/^\d+(-\d+)?$/, 'Use the id of an audit entry.')
            .optional(),
        })
        .optional(),
    )
    .output(z.array(AuditEntrySchema)),
  corruptions: {
    list: base.route({ method: 'GET', path: '/corruptions' }).output(z.array(CorruptionSchema)),
    /** Replaces a corrupt value by text that the key's schema accepts. */
    repair: base
      .route({ method: 'PUT', path: '/corruptions' })
      .input(z.object({ key: z.string().min(1).max(512), value: z.string().max(1_000_000) }))
      .output(z.object({ repaired: z.boolean() })),
  },
  packs: packsContract,
  master: masterContract,
  variables: variablesContract,
  demo: {
    load: base
      .route({ method: 'POST', path: '/demo' })
      .output(z.object({ written: z.array(z.string()), kept: z.array(z.string()) })),
  },
  /** Where devices may be looked for. Nothing is asked yet. `refused` to agents. */
  networks: {
    list: base.route({ method: 'GET', path: '/networks' }).output(NetworksSchema),
  },
  /** Looks for devices there until all was asked or the caller leaves. `refused` to agents and hardware. */
  find: base.input(FindAskSchema).output(eventIterator(FindEventSchema)),
  /** Snapshot, then patches, for as long as the caller listens. */
  mirror: base.output(eventIterator(MirrorEventSchema)),
  /** The last ten minutes of measurements, then each second's, for as long as the caller listens. */
  telemetry: base.output(eventIterator(TelemetryEventSchema)),
};
