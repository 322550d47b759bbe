import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { untilState } from '../store/store-waits.ts';
import type { Store } from '../store/store.ts';
import { ActionRunner, type Transports } from './action-runner.ts';
import { feedCatalogue } from './catalogue-feed.ts';
import { observeDevice } from './device-health.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Engine } from './engine.ts';
import { ExecutionHistory } from './execution-history.ts';
import { Mirror } from './mirror.ts';
import { Pacer } from './pacer.ts';

export interface EngineDeps {
  store: Store;
  transports: Transports;
  clock: Clock;
  log: Log;
  /** Where commands to simulated devices go; starts the simulator when it is first asked. */
  simulatedTargets: () => Promise<SimulatedTargets>;
}

/** Puts the engine together from its ports. Ready at once; the catalogue follows as the store gives it. */
export const createEngine = (deps: EngineDeps): Engine => {
  const { store, transports, clock, log } = deps;
  const mirror = new Mirror(clock);
  const history = new ExecutionHistory(store, mirror, clock);
  const observe = observeDevice(mirror, clock);
  const runner = new ActionRunner({
    store,
    transports,
    clock,
    pacer: new Pacer(clock),
    simulatedTargets: deps.simulatedTargets,
    // The screens can wait until the command and its record have left.
    observe: (deviceId, result) => setImmediate(observe, deviceId, result),
  });
  const dispatcher = new Dispatcher({ store, runner, history, clock, log });
  const stopFeed = feedCatalogue(store, mirror, log);
  const lifetime = new AbortController();
  untilState(store, (state) => state !== 'starting' && state !== 'away', lifetime.signal).then(
    () => history.restore(log),
    () => undefined,
  );
  return {
    store,
    execute: (request) => dispatcher.execute(request),
    press: (request) => dispatcher.press(request),
    release: (holder) => dispatcher.release(holder),
    executions: (limit) => history.newest(limit),
    execution: (id) => history.find(id),
    mirror: (signal) => mirror.events(signal),
    async close() {
      await dispatcher.close();
      lifetime.abort();
      stopFeed();
      await Promise.all(Object.values(transports).map((transport) => transport.close()));
    },
  };
};
