import { resolve } from 'node:path';
import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema, type LayoutKey } from '#shared/contract/layout.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { initialise } from '../show/initialise.ts';
import {
  createCompanionSimulator,
  type CompanionSimulator,
} from '../simulators/companion/companion-simulator.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { createTransports } from '../transports/index.ts';
import { createEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import type { Performers } from './performer.ts';
import type { SessionValues } from './session-values.ts';

const resources = resolve(import.meta.dirname, '../../../resources');

export interface EngineFixture {
  engine: Engine;
  simulator: CompanionSimulator;
  intent(name: string, ...actions: object[]): Promise<void>;
  configure(config: object): Promise<void>;
  layOut(...keys: Partial<LayoutKey>[]): Promise<void>;
  /** Resolves when the simulator has this many commands. */
  arrived(count: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The whole engine on real sockets: a Companion simulator, the real transports, the packs, a store in memory or a given one. */
export const engineFixture = async (
  config: Partial<BridgeConfig> = {},
  given?: Store,
  performers: Performers = {},
  session?: SessionValues,
): Promise<EngineFixture> => {
  const clock = systemClock;
  const log = createLog('silent');
  const store = given ?? createMemoryStore({ clock });
  const simulator = await createCompanionSimulator({ clock, log });
  await store.put('config', 'bridge', BridgeConfigSchema.parse(config));
  await store.put(
    'device',
    'deck',
    DeviceSchema.parse({
      device_id: 'deck',
      device_type: 'streamdeck_xl',
      rows: 4,
      cols: 8,
      metadata: { simulated: true },
    }),
  );
  await initialise(store, resources);
  const engine = createEngine({
    store,
    transports: createTransports({ clock, log }),
    clock,
    log,
    performers,
    ...(session ? { session } : {}),
    simulatedTargets: () => Promise.resolve({ ...simulator.ports, obs: 0 }),
  });
  return {
    engine,
    simulator,
    async intent(name, ...actions) {
      const withDevice = actions.map((action) => ({ device_id: 'deck', ...action }));
      const value = IntentSchema.parse({ intent_name: name, actions: withDevice });
      await store.put('intent', name, value);
    },
    async configure(next) {
      await store.put('config', 'bridge', BridgeConfigSchema.parse(next));
    },
    async layOut(...keys) {
      const page = { page: 1, name: 'Show', keys };
      await store.put(
        'layout',
        'deck',
        LayoutSchema.parse({ device_id: 'deck', pages: [page] }),
      );
    },
    async arrived(count) {
      const signal = AbortSignal.timeout(5000);
      await simulator.waitFor(() => simulator.received.length >= count, signal);
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      await store.close();
      await simulator.close();
    },
  };
};

/** The action that presses a place over HTTP. */
export const pressAt = (page: number, row: number, col: number): object => ({
  protocol_name: 'companion_http_press',
  variables: { page, row, col },
});
