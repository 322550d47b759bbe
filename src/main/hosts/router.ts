import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { Precondition } from '#shared/contract/precondition.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Cameras } from '../cameras/create-cameras.ts';
import type { Clock } from '../clock.ts';
import type { Engine, ExecutionControl } from '../engine/engine.ts';
import type { Hardware } from '../hardware/runtime/hardware.ts';
import type { Log } from '../log.ts';
import type { SecretVault } from '../secrets/secret-vault.ts';
import type { Pack } from '../show/packs.ts';
import type { SharedState } from '../state/shared-state.ts';
import { authored } from '../store/revisions/authored.ts';
import type { OwnWrites } from '../store/revisions/revision-recorder.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createAnswers, type HostContext } from './answers.ts';
import { camerasOf } from './cameras.ts';
import { catalogueOf, putStored, readStored, tagged } from './catalogue.ts';
import { createConnections, takenBack } from './connections.ts';
import { devicesOf } from './devices.ts';
import { faultError } from './faults.ts';
import { findingOf } from './finding.ts';
import { hardwareAnswers, hardwareOf } from './hardware.ts';
import { packAnswers } from './pack-answers.ts';
import { probesOf } from './probes.ts';
import { referencesOf, renamingOf } from './references.ts';
import { NOT_BY_AGENTS, refuseAgent, refuseMachines } from './refuse-agent.ts';
import { revisionAnswers } from './revision-answers.ts';
import { revisionsOf } from './revisions.ts';
import { secretsOf } from './secrets.ts';
import { sharedStateAnswers } from './shared-state-answers.ts';
import { takesOf } from './takes.ts';
import { retarget } from './venues.ts';

export interface RouterDeps {
  engine: Engine;
  /** Told of every accepted change. */
  recorder: OwnWrites;
  cameras: Cameras;
  hardware: Hardware;
  clock: Clock;
  log: Log;
  version: string;
  vault: SecretVault;
  telemetry: Pick<Telemetry, 'events'>;
  shared: Pick<SharedState, 'master' | 'variables'>;
  simulatedTargets: () => Promise<SimulatedTargets>;
  loadDemo: (store: Store) => Promise<{ written: string[]; kept: string[] }>;
  loadPacks: () => Promise<Pack[]>;
}

interface ConfigCall {
  input: { headers?: Precondition | undefined; body: BridgeConfig };
  context: HostContext;
}

/** True where the thing that was asked for is not there, so that nothing was tried. */
const wasNotThere = (execution: Execution, type: string): boolean =>
  execution.error?.error_type === type && execution.trace.length === 0 && !execution.macro;

const answered = (execution: Execution, missing: string): Execution => {
  if (!execution.error || !wasNotThere(execution, missing)) return execution;
  const { error, execution_id } = execution;
  throw faultError({ ...error, details: { ...error.details, execution_id } });
};

/** The contract, answered by the engine. Every host serves this one router. */
export const createRouter = (deps: RouterDeps) => {
  const { engine, clock, log, version, vault, telemetry, loadDemo } = deps;
  const { store } = engine;
  const started = clock.monotonic();
  const connections = createConnections(engine, log);

  const answers = createAnswers(log);
  const { os, streams, streamed } = answers;

  /** The store as this caller writes it. */
  const by = ({ origin, via }: HostContext): Store =>
    authored(store, deps.recorder, { by: origin, via });
  const protocols = catalogueOf(store, 'protocol', 'protocol_name', by);
  const devices = devicesOf(engine, by);
  const intents = catalogueOf(store, 'intent', 'intent_name', by);
  const macros = catalogueOf(store, 'macro', 'macro_id', by);
  const layouts = catalogueOf(store, 'layout', 'device_id', by);
  const venues = catalogueOf(store, 'venue', 'venue_name', by);
  const hardware = hardwareOf(deps.hardware, engine, by);
  const secrets = secretsOf(vault, store);
  const probe = probesOf(deps);
  const cameras = camerasOf(deps.cameras);
  const finding = findingOf(clock);
  const takes = takesOf(deps.cameras.recorded);

  const putConfig = async ({ input, context }: ConfigCall): Promise<BridgeConfig> =>
    tagged('config', await putStored(by(context), 'config', 'bridge', input), context);
  const revisions = revisionsOf<HostContext>(store, {
    intent: intents.put,
    macro: macros.put,
    device: devices.put,
    protocol: protocols.put,
    layout: layouts.put,
    venue: venues.put,
    hardware: hardware.putNamed,
    config: putConfig,
  });

  const controlled = (id: string, control: ExecutionControl): { done: boolean } => {
    if (engine.control(id, control)) return { done: true };
    throw faultError({
      error_type: 'not_found',
      message: `Nothing runs as ${id} that could ${control}.`,
      details: { hint: 'It may have ended already: look at it in the list of executions.' },
    });
  };

  return os.router({
    health: os.health.handler(() => {
      const redis = store.status().state;
      const uptime_s = Math.round(clock.monotonic() - started) / 1000;
      return { ok: redis === 'ready', version, uptime_s, redis };
    }),
    protocols: {
      list: os.protocols.list.handler(protocols.list),
      get: os.protocols.get.handler(protocols.get),
      put: os.protocols.put.handler(protocols.put),
      delete: os.protocols.delete.handler(protocols.delete),
      references: os.protocols.references.handler(referencesOf(store, 'protocol')),
      rename: os.protocols.rename.handler(renamingOf(by, 'protocol')),
      test: os.protocols.test.handler(async ({ input, context, signal }) => {
        refuseAgent(context.origin, {
          message: 'An agent may not send a protocol by itself.',
          reason: 'needs_operator',
          hint: 'Ask for an intent that uses it.',
        });
        await protocols.get({ input });
        await devices.get({ input: { params: { name: input.body.device_id } } });
        return engine.testProtocol({
          ...input.body,
          protocol_name: input.params.name,
          origin: context.origin,
          signal: takenBack(signal, context.signal),
        });
      }),
    },
    devices: {
      list: os.devices.list.handler(devices.list),
      get: os.devices.get.handler(devices.get),
      put: os.devices.put.handler(devices.put),
      letSend: os.devices.letSend.handler(devices.letSend),
      delete: os.devices.delete.handler(devices.delete),
      references: os.devices.references.handler(devices.references),
      rename: os.devices.rename.handler(devices.rename),
      health: os.devices.health.handler(async ({ input }) => {
        await devices.get({ input });
        return engine.deviceHealth(input.params.name);
      }),
      probe: os.devices.probe.handler(async ({ input, context }) => {
        refuseAgent(context.origin, NOT_BY_AGENTS.probe);
        return probe(await devices.get({ input }));
      }),
    },
    intents: {
      list: os.intents.list.handler(intents.list),
      get: os.intents.get.handler(intents.get),
      put: os.intents.put.handler(intents.put),
      delete: os.intents.delete.handler(intents.delete),
      references: os.intents.references.handler(referencesOf(store, 'intent')),
      rename: os.intents.rename.handler(renamingOf(by, 'intent')),
      execute: os.intents.execute.handler(async ({ input, context, signal }) => {
        const execution = await engine.execute({
          ...input.body,
          intent_name: input.params.name,
          origin: context.origin,
          signal: takenBack(signal, context.signal),
        });
        return answered(execution, 'intent_not_found');
      }),
      test: os.intents.test.handler(({ input, context, signal }) => {
        refuseAgent(context.origin, {
          message: 'An agent may fire intents that are stored, and may not make up others.',
          reason: 'needs_operator',
          hint: 'Use POST /api/intents/{name}/execute.',
        });
        return engine.test({
          ...input,
          origin: context.origin,
          signal: takenBack(signal, context.signal),
        });
      }),
    },
    cameras: {
      list: os.cameras.list.handler(cameras.list),
      discover: os.cameras.discover.handler(cameras.discover),
      command: os.cameras.command.handler(cameras.command),
      commandTogether: os.cameras.commandTogether.handler(cameras.commandTogether),
      disks: os.cameras.disks.handler(cameras.disks),
      selfTest: os.cameras.selfTest.handler(cameras.selfTest),
    },
    takes: {
      list: os.takes.list.handler(takes.list),
      get: os.takes.get.handler(takes.get),
      rows: os.takes.rows.handler(takes.rows),
    },
    macros: {
      list: os.macros.list.handler(macros.list),
      get: os.macros.get.handler(macros.get),
      put: os.macros.put.handler(macros.put),
      delete: os.macros.delete.handler(macros.delete),
      references: os.macros.references.handler(referencesOf(store, 'macro')),
      rename: os.macros.rename.handler(renamingOf(by, 'macro')),
      execute: os.macros.execute.handler(async ({ input, context, signal }) => {
        const execution = await engine.executeMacro({
          ...input.body,
          macro_id: input.params.name,
          origin: context.origin,
          signal: takenBack(signal, context.signal),
        });
        return answered(execution, 'not_found');
      }),
    },
    layouts: {
      list: os.layouts.list.handler(layouts.list),
      get: os.layouts.get.handler(layouts.get),
      put: os.layouts.put.handler(layouts.put),
      delete: os.layouts.delete.handler(layouts.delete),
    },
    hardware: hardwareAnswers(answers, hardware),
    venues: {
      list: os.venues.list.handler(venues.list),
      get: os.venues.get.handler(venues.get),
      put: os.venues.put.handler(venues.put),
      delete: os.venues.delete.handler(venues.delete),
      apply: os.venues.apply.handler(async ({ input, context }) => {
        refuseAgent(context.origin, NOT_BY_AGENTS.retarget);
        return retarget(by(context), await venues.get({ input }));
      }),
      retarget: os.venues.retarget.handler(({ input, context }) => {
        refuseAgent(context.origin, NOT_BY_AGENTS.retarget);
        return retarget(by(context), input);
      }),
    },
    config: {
      get: os.config.get.handler(async ({ context }) => {
        const stored = await readStored(store, 'config', 'bridge');
        return tagged('config', stored ?? BridgeConfigSchema.parse({}), context);
      }),
      put: os.config.put.handler(putConfig),
    },
    revisions: revisionAnswers(answers, revisions),
    secrets: {
      list: os.secrets.list.handler(secrets.list),
      put: os.secrets.put.handler(secrets.put),
      delete: os.secrets.delete.handler(secrets.delete),
    },
    surfaces: {
      press: os.surfaces.press.handler(async ({ input, context, signal }) => {
        const request = {
          ...input.body,
          ...input.params,
          origin: context.origin,
          signal: takenBack(signal, context.signal),
        };
        const execution = await connections.press(request, context.signal);
        return answered(execution, 'device_not_found');
      }),
    },
    buttons: {
      list: os.buttons.list.handler(({ input }) => store.buttons(input.device_id)),
    },
    executions: {
      list: os.executions.list.handler(({ input }) => engine.executions(input?.limit ?? 50)),
      get: os.executions.get.handler(async ({ input }) => {
        const execution = await engine.execution(input.id);
        if (execution) return execution;
        throw faultError({
          error_type: 'not_found',
          message: `There is no execution ${input.id}.`,
          details: { hint: 'The audit keeps a limited number; this one may be gone.' },
        });
      }),
      cancel: os.executions.cancel.handler(({ input }) => controlled(input.id, 'cancel')),
      pause: os.executions.pause.handler(({ input }) => controlled(input.id, 'pause')),
      resume: os.executions.resume.handler(({ input }) => controlled(input.id, 'resume')),
    },
    panic: {
      get: os.panic.get.handler(() => engine.panic.state()),
      engage: os.panic.engage.handler(({ context }) => engine.panic.engage(context.origin)),
      lift: os.panic.lift.handler(({ context }) => {
        refuseAgent(context.origin, {
          message: 'An agent may call PANIC, and may not lift it.',
          reason: 'needs_operator',
          hint: 'The operator lifts it in the top bar.',
        });
        return engine.panic.lift();
      }),
    },
    metrics: os.metrics.handler(() => store.metrics()),
    audit: os.audit.handler(({ input }) =>
      store.audit({ limit: input?.limit ?? 100, before: input?.before }),
    ),
    corruptions: {
      list: os.corruptions.list.handler(() => store.corruptions()),
      repair: os.corruptions.repair.handler(async ({ input, context }) => {
        const fault = await by(context).repair(input.key, input.value);
        if (fault) throw faultError(fault);
        return { repaired: true };
      }),
    },
    packs: packAnswers(answers, { load: deps.loadPacks, store, clock }, by),
    ...sharedStateAnswers(answers, deps.shared),
    demo: { load: os.demo.load.handler(({ context }) => loadDemo(by(context))) },
    networks: {
      list: os.networks.list.handler(({ context }) => {
        refuseMachines(context.origin, NOT_BY_AGENTS.probe);
        return finding.networks();
      }),
    },
    find: streams.find.handler(({ input, ...call }) =>
      streamed((lifetime) => {
        refuseMachines(call.context.origin, NOT_BY_AGENTS.probe);
        return finding.find(input.networks, lifetime);
      })(call),
    ),
    mirror: streams.mirror.handler(streamed((lifetime) => engine.mirror(lifetime))),
    telemetry: streams.telemetry.handler(streamed((lifetime) => telemetry.events(lifetime))),
  });
};

export type Router = ReturnType<typeof createRouter>;
