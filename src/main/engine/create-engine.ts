import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { untilState } from '../store/store-waits.ts';
import type { Store } from '../store/store.ts';
import { ActionRunner } from './action-runner.ts';
import { Breakers } from './breaker.ts';
import { feedCatalogue } from './catalogue-feed.ts';
import { DeviceBoard } from './device-health.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Engine } from './engine.ts';
import { ExecutionHistory } from './execution-history.ts';
import { Gates } from './gates.ts';
import { MacroRunner } from './macros/macro-runner.ts';
import { Mirror } from './mirror.ts';
import { Pacer } from './pacer.ts';
import type { Performers } from './performer.ts';
import { noSecrets, type Secrets } from './secrets.ts';
import { noSessionValues, type SessionValues } from './session-values.ts';
import type { Transports } from './send-command.ts';

export interface EngineDeps {
  store: Store;
  transports: Transports;
  clock: Clock;
  log: Log;
  /** Where commands to simulated devices go; starts the simulator when it is first asked. */
  simulatedTargets: () => Promise<SimulatedTargets>;
  /** None where absent. */
  secrets?: Secrets;
  /** The variables of sessions. None where absent. */
  session?: SessionValues;
  /** What the control room does itself, by action type: an action of another such type fails. */
  performers?: Performers;
  /** Which control room this is; runs of macros that a crash left behind are found by it. */
  roomId?: string;
  /** Told of each execution that has ended. */
  finished?: (execution: Execution, retries: number) => void;
}

const ignore = (): void => undefined;

/** Puts the engine together from its ports. Ready at once; the catalogue follows as the store gives it. */
export const createEngine = (deps: EngineDeps): Engine => {
  const { store, transports, clock, log, secrets = noSecrets, roomId = 'room' } = deps;
  const { session = noSessionValues } = deps;
  const mirror = new Mirror(clock);
  const history = new ExecutionHistory(store, mirror, clock);
  const devices = new DeviceBoard(mirror, clock, (deviceId, at) => {
    store.touchDevice(deviceId, at).catch((error: unknown) => {
      log.debug({ error: String(error), device_id: deviceId }, 'last_seen was not written');
    });
  });
  const pacer = new Pacer(clock);
  const gates = new Gates(clock, store.limiter);
  const runner = new ActionRunner({
    store,
    transports,
    clock,
    pacer,
    breakers: new Breakers(clock),
    devices,
    secrets,
    session,
    performers: deps.performers ?? {},
    simulatedTargets: deps.simulatedTargets,
  });
  const health = (deviceId: string): DeviceHealth => devices.of(deviceId);
  const dispatcher = new Dispatcher({
    store,
    runner,
    macros: () => macros,
    gates,
    history,
    clock,
    session,
    log,
    finished: deps.finished ?? ignore,
    panicChanged: (state) => {
      if (state.engaged) gates.disarm();
      mirror.set('panic', 'panic', state);
    },
    state: {
      health,
      device: (id) => mirror.get('devices', id),
      button: (deviceId, buttonId) => mirror.get('buttons', `${deviceId}:${buttonId}`),
    },
  });
  const macros = new MacroRunner({
    store,
    fire: (request) => dispatcher.execute(request),
    session,
    mirror,
    clock,
    log,
    roomId,
  });
  const stopFeed = feedCatalogue(store, mirror, history, log);
  const lifetime = new AbortController();
  const resume = async (): Promise<void> => {
    await untilState(
      store,
      (state) => state !== 'starting' && state !== 'away',
      lifetime.signal,
    );
    await history.restore(log);
    await macros.reportInterrupted((run) => dispatcher.interrupted(run));
  };
  resume().catch((error: unknown) => {
    if (!lifetime.signal.aborted)
      log.warn({ error: String(error) }, 'what a former session left could not be read');
  });
  return {
    store,
    execute: (request) => dispatcher.execute(request),
    test: (request) => dispatcher.test(request),
    press: (request) => dispatcher.press(request),
    testProtocol: (request) => dispatcher.testProtocol(request),
    sendHardware: (request) => dispatcher.sendHardware(request),
    executeMacro: (request) => dispatcher.macro(request),
    control: (id, control) =>
      control === 'cancel' ? dispatcher.cancel(id) : macros.control(id, control),
    note: (origin, words) => dispatcher.note(origin, words),
    panic: {
      state: () => dispatcher.panic.state(),
      engage: (by) => {
        macros.endAborts(new Error('panic'));
        return dispatcher.panic.engage(by);
      },
      lift: () => dispatcher.panic.lift(),
    },
    deviceHealth: health,
    deviceProbed: (deviceId, found) => devices.probed(deviceId, found),
    deviceChecked: (deviceId, found, staleAfter) =>
      devices.checked(deviceId, found, staleAfter),
    queueDepth: () => pacer.depth,
    release: async (holder) => {
      await dispatcher.release((key) => key.holder === holder);
    },
    releaseDevice: async (deviceId) => {
      await dispatcher.release(({ place }) => place.device_id === deviceId);
    },
    executions: (limit) => history.newest(limit),
    execution: (id) => history.find(id),
    mirror: (signal) => mirror.events(signal),
    showCamera: (slot, view) => mirror.set('cameras', slot, view),
    showHardware: (clientId, listing) => mirror.set('hardware', clientId, listing),
    showDisk: (outputDir, disk) => mirror.set('disks', outputDir, disk),
    async close() {
      macros.endAborts(new Error('shutdown'));
      await dispatcher.close();
      lifetime.abort();
      stopFeed();
      await Promise.all(Object.values(transports).map((transport) => transport.close()));
    },
  };
};
