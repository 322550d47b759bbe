import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './common-errors.ts';
import {
  HardwareClientBodySchema,
  HardwareClientSchema,
  HardwareListingSchema,
  HardwareLogEventSchema,
  HardwarePressBodySchema,
  HardwarePressedSchema,
  HardwareSentSchema,
  HardwareTrafficEventSchema,
} from './hardware-clients.ts';
import {
  HardwareClientIdSchema,
  HardwareLogLevelSchema,
  HardwareMessageSchema,
} from './hardware.ts';
import {
  MappingDraftSchema,
  MappingFaultSchema,
  MappingSaveSchema,
  MappingTextSchema,
} from './osc-bridge.ts';
import { FaultSchema } from './errors.ts';
import { PreconditionSchema } from './precondition.ts';

const base = oc.errors(commonErrors);

const params = z.object({ client_id: HardwareClientIdSchema });
const byId = z.object({ params });
const headers = PreconditionSchema.optional();
const at = '/hardware/{client_id}';
const detailed = { inputStructure: 'detailed' } as const;

/** Hardware clients, by their id: `&`, `/` and the like are percent-encoded in an address. What acts is `refused` to agents. */
export const hardwareContract = {
  /** All of them with their state. */
  list: base.route({ method: 'GET', path: '/hardware' }).output(z.array(HardwareListingSchema)),
  /** As it is stored. */
  get: base
    .route({ method: 'GET', path: at, ...detailed })
    .input(byId)
    .output(HardwareClientSchema),
  /** A client that runs goes on with its new settings; one that is new starts where it is enabled. */
  put: base
    .route({ method: 'PUT', path: at, ...detailed })
    .input(byId.extend({ headers, body: HardwareClientBodySchema }))
    .output(HardwareClientSchema),
  delete: base
    .route({ method: 'DELETE', path: at, ...detailed })
    .input(byId.extend({ headers }))
    .output(z.object({ deleted: z.boolean() })),
  /** Until the app ends or somebody stops it; `enabled` stays as it is stored. */
  start: base
    .route({ method: 'POST', path: `${at}/start`, ...detailed })
    .input(byId)
    .output(HardwareListingSchema),
  stop: base
    .route({ method: 'POST', path: `${at}/stop`, ...detailed })
    .input(byId)
    .output(HardwareListingSchema),
  /**
   * The body is the message. It goes through the one door, so PANIC bars it and the audit has it; answered when it is
   * known what became of it.
   */
  send: base
    .route({ method: 'POST', path: `${at}/send`, ...detailed })
    .input(byId.extend({ body: HardwareMessageSchema }))
    .output(HardwareSentSchema.extend({ execution_id: z.string() })),
  /** Presses a buzzer of a client of that kind. */
  press: base
    .route({ method: 'POST', path: `${at}/press`, ...detailed })
    .input(byId.extend({ body: HardwarePressBodySchema }))
    .output(HardwarePressedSchema),
  /** At once, until the app ends: `log_level` stays as it is stored. */
  logLevel: base
    .route({ method: 'PUT', path: `${at}/log-level`, ...detailed })
    .input(byId.extend({ body: z.object({ level: HardwareLogLevelSchema }) }))
    .output(HardwareListingSchema),
  /** The mapping file of an OSC bridge, as it stands on the disk. Not for agents. */
  mapping: base
    .route({ method: 'GET', path: `${at}/mapping`, ...detailed })
    .input(byId)
    .output(MappingTextSchema),
  /** Writes the mapping file, where it is sound and nobody changed it since; the bridge goes by it at once. */
  saveMapping: base
    .errors({ conflict: { status: 409, data: FaultSchema } })
    .route({ method: 'PUT', path: `${at}/mapping`, ...detailed })
    .input(byId.extend({ body: MappingSaveSchema }))
    .output(MappingTextSchema),
  /** What would be wrong with it. Writes nothing. */
  checkMapping: base
    .route({ method: 'POST', path: `${at}/mapping/check`, ...detailed })
    .input(byId.extend({ body: MappingDraftSchema }))
    .output(z.object({ faults: z.array(MappingFaultSchema) })),
  /** What comes and leaves, for as long as the caller listens. */
  traffic: base.input(params).output(eventIterator(HardwareTrafficEventSchema)),
  /** What the client says about itself, for as long as the caller listens. */
  log: base.input(params).output(eventIterator(HardwareLogEventSchema)),
};
