import { expect, onTestFinished } from 'vitest';
import {
  HardwareClientSchema,
  type HardwareListing,
} from '#shared/contract/hardware-clients.ts';
import { systemClock } from '../../clock.ts';
import { engineFixture } from '../../engine/engine-fixture.ts';
import { createLog } from '../../log.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { createTransports } from '../../transports/index.ts';
import { at, simulateBackend } from '../hardware-fixture.ts';
import { hardwarePerformer } from '../hardware-performer.ts';
import { HardwareRuntime } from './hardware-runtime.ts';

export const DESK = 'desk/1&a';

/** The whole engine with a Companion simulator, hardware clients beside it, and a backend for these. */
export const studio = async (config: object = {}) => {
  const backend = await simulateBackend();
  const store = createMemoryStore({ clock: systemClock });
  const late = { hardware: (): HardwareRuntime => runtime };
  const fixture = await engineFixture(config, store, {
    hardware: hardwarePerformer(systemClock, () => late.hardware()),
  });
  const { osc } = createTransports({ clock: systemClock, log: createLog('silent') });
  const shown = new Map<string, HardwareListing | null>();
  const runtime = new HardwareRuntime({
    clock: systemClock,
    log: createLog('silent'),
    store,
    roomId: 'here',
    osc,
    reveal: () => ({ door_key: 'open sesame' }),
    simulatedBackend: () => Promise.resolve(at(backend)),
    door: () => fixture.engine,
    show: (id, listing) => shown.set(id, listing),
  });
  onTestFinished(async () => {
    await runtime.close();
    await osc.close();
    await fixture[Symbol.asyncDispose]();
  });
  const put = async (extra: object = {}, id = DESK): Promise<void> => {
    const client = HardwareClientSchema.parse({
      kind: 'generic',
      client_id: id,
      client_type: 'desk',
      host: at(backend),
      game_id: 7,
      backoff_initial_ms: 10,
      ...extra,
    });
    await runtime.take(id, await store.put('hardware', id, client));
  };
  const state = (id = DESK) => runtime.get(id)?.listing().state;
  const open = async (extra: object = {}, id = DESK): Promise<void> => {
    await put(extra, id);
    await expect.poll(() => state(id)).toBe('open');
  };
  return { ...fixture, backend, store, runtime, shown, put, state, open };
};
