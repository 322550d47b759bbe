import { implement } from '@orpc/server';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Execution, Origin } from '#shared/contract/execution.ts';
import { contract } from '#shared/contract/index.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Cameras } from '../cameras/create-cameras.ts';
import type { Clock } from '../clock.ts';
import type { Engine, ExecutionControl } from '../engine/engine.ts';
import type { Log } from '../log.ts';
import type { SecretVault } from '../secrets/secret-vault.ts';
import type { Pack } from '../show/packs.ts';
import type { SharedState } from '../state/shared-state.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { camerasOf } from './cameras.ts';
import { catalogueOf, putStored, readStored, tagged } from './catalogue.ts';
import { createConnections, takenBack } from './connections.ts';
import { asFaultError, faultError } from './faults.ts';
import { masterStateOf } from './master-state.ts';
import { packsOf } from './packs.ts';
import { probesOf } from './probes.ts';
import { referencesOf, renamingOf } from './references.ts';
import { NOT_BY_AGENTS, refuseAgent } from './refuse-agent.ts';
import { secretsOf } from './secrets.ts';
import { takesOf } from './takes.ts';
import { variablesOf } from './variables.ts';
import { retarget } from './venues.ts';

/** What a host knows of a caller. */
export interface HostContext {
  origin: Origin;
  /** The lifetime of the caller's connection: keys that it holds are let go when this aborts. */
  signal?: AbortSignal | undefined;
  /** Resolves when the connection can take more: a reader that is slow gets fewer, newer patches. */
  drained?: (() => Promise<void>) | undefined;
  /** Headers of the answer, where there are such. */
  resHeaders?: Headers | undefined;
}

export interface RouterDeps {
  engine: Engine;
  cameras: Cameras;
  clock: Clock;
  log: Log;
  version: string;
  vault: SecretVault;
  telemetry: Pick<Telemetry, 'events'>;
  shared: Pick<SharedState, 'master' | 'variables'>;
  simulatedTargets: () => Promise<SimulatedTargets>;
  loadDemo: () => Promise<{ written: string[]; kept: string[] }>;
  loadPacks: () => Promise<Pack[]>;
}

interface StreamCall {
  context: HostContext;
  signal?: AbortSignal | undefined;
  path: readonly string[];
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

  const os = implement(contract)
    .$context<HostContext>()
    .use(async ({ next, path, procedure }) => {
      try {
        return await next();
      } catch (error) {
        const wrapped = procedure['~orpc'].route.inputStructure === 'detailed';
        throw asFaultError(error, { wrapped, path, log });
      }
    });

  /** What streams is our own and typed: checking each event of it cost as much as making it. */
  const streams = implement(contract)
    .$context<HostContext>()
    .$config({ initialOutputValidationIndex: Number.NaN });

  const protocols = catalogueOf(store, 'protocol', 'protocol_name');
  const devices = catalogueOf(store, 'device', 'device_id');
  const intents = catalogueOf(store, 'intent', 'intent_name');
  const macros = catalogueOf(store, 'macro', 'macro_id');
  const layouts = catalogueOf(store, 'layout', 'device_id');
  const venues = catalogueOf(store, 'venue', 'venue_name');
  const secrets = secretsOf(vault, store);
  const probe = probesOf(deps);
  const cameras = camerasOf(deps.cameras);
  const takes = takesOf(deps.cameras.recorded);
  const packs = packsOf(deps.loadPacks, store);
  const master = masterStateOf(deps.shared.master);
  const variables = variablesOf(deps.shared.variables);

  /** Events as fast as the caller takes them; what breaks in the middle is told like any other fault. */
  const streamed = <T>(open: (lifetime: AbortSignal) => AsyncIterable<T>) =>
    async function* ({ context, signal, path }: StreamCall): AsyncGenerator<T, void, void> {
      const lifetime = signal ?? context.signal ?? new AbortController().signal;
      try {
        for await (const event of open(lifetime)) {
          yield event;
          await context.drained?.();
        }
      } catch (error) {
        throw asFaultError(error, { wrapped: false, path, log });
      }
    };

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
      rename: os.protocols.rename.handler(renamingOf(store, 'protocol')),
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
      put: os.devices.put.handler(async ({ input, context }) => {
        const before = await readStored(store, 'device', input.params.name);
        if (before?.observe_only === true && input.body.observe_only !== true)
          refuseAgent(context.origin, NOT_BY_AGENTS.letSend);
        return devices.put({ input, context });
      }),
      delete: os.devices.delete.handler(devices.delete),
      references: os.devices.references.handler(referencesOf(store, 'device')),
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
      rename: os.intents.rename.handler(renamingOf(store, 'intent')),
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
      rename: os.macros.rename.handler(renamingOf(store, 'macro')),
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
    venues: {
      list: os.venues.list.handler(venues.list),
      get: os.venues.get.handler(venues.get),
      put: os.venues.put.handler(venues.put),
      delete: os.venues.delete.handler(venues.delete),
      apply: os.venues.apply.handler(async ({ input, context }) => {
        refuseAgent(context.origin, NOT_BY_AGENTS.retarget);
        return retarget(store, await venues.get({ input }));
      }),
      retarget: os.venues.retarget.handler(({ input, context }) => {
        refuseAgent(context.origin, NOT_BY_AGENTS.retarget);
        return retarget(store, input);
      }),
    },
    config: {
      get: os.config.get.handler(async ({ context }) => {
        const stored = await readStored(store, 'config', 'bridge');
        return tagged('config', stored ?? BridgeConfigSchema.parse({}), context);
      }),
      put: os.config.put.handler(async ({ input, context }) =>
        tagged('config', await putStored(store, 'config', 'bridge', input), context),
      ),
    },
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
      repair: os.corruptions.repair.handler(async ({ input }) => {
        const fault = await store.repair(input.key, input.value);
        if (fault) throw faultError(fault);
        return { repaired: true };
      }),
    },
    packs: {
      list: os.packs.list.handler(() => packs.list()),
      install: os.packs.install.handler(({ input, context }) => {
        refuseAgent(context.origin, {
          message: 'An agent may not install packs.',
          reason: 'needs_operator',
          hint: 'The operator installs them.',
        });
        return packs.install(input.params.name, input.body?.replace ?? []);
      }),
    },
    master: {
      get: os.master.get.handler(master.get),
      init: os.master.init.handler(master.init),
      commit: os.master.commit.handler(master.commit),
      history: os.master.history.handler(master.history),
      version: os.master.version.handler(master.version),
      compare: os.master.compare.handler(master.compare),
      restore: os.master.restore.handler(master.restore),
      lost: os.master.lost.handler(master.lost),
      rebase: os.master.rebase.handler(master.rebase),
      watch: streams.master.watch.handler(({ input, ...call }) =>
        streamed((lifetime) => deps.shared.master.watch(input.session, lifetime))(call),
      ),
    },
    variables: {
      list: os.variables.list.handler(variables.list),
      get: os.variables.get.handler(variables.get),
      getMany: os.variables.getMany.handler(variables.getMany),
      register: os.variables.register.handler(variables.register),
      set: os.variables.set.handler(variables.set),
      delete: os.variables.delete.handler(variables.delete),
      batch: os.variables.batch.handler(variables.batch),
      watch: streams.variables.watch.handler(({ input, ...call }) =>
        streamed((lifetime) => variables.watch(input.session, lifetime))(call),
      ),
    },
    demo: { load: os.demo.load.handler(() => loadDemo()) },
    mirror: streams.mirror.handler(streamed((lifetime) => engine.mirror(lifetime))),
    telemetry: streams.telemetry.handler(streamed((lifetime) => telemetry.events(lifetime))),
  });
};

export type Router = ReturnType<typeof createRouter>;
