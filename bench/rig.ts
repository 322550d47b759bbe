import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import { systemClock } from '../src/main/clock.ts';
import { createEngine } from '../src/main/engine/create-engine.ts';
import type { Engine } from '../src/main/engine/engine.ts';
import { createLog } from '../src/main/log.ts';
import { initialise } from '../src/main/show/initialise.ts';
import { openStore } from '../src/main/store/open-store.ts';
import { untilState } from '../src/main/store/store-waits.ts';
import { createTransports } from '../src/main/transports/index.ts';
import { startSimulator } from './child.ts';

/** The real engine on its own Redis, a simulator in another process, and a plain Redis client beside it. */
export interface Rig {
  engine: Engine;
  /** For the work done by hand: the same server, another connection. */
  redis: Redis;
  targets: SimulatedTargets;
  /** Writes an intent of one action and returns its name. */
  intent(
    name: string,
    protocol: string,
    variables: Record<string, unknown>,
    device?: string,
  ): Promise<string>;
  configure(config: Partial<BridgeConfig>): Promise<void>;
  close(): Promise<void>;
}

export const DEVICE = 'bench';
const resources = join(import.meta.dirname, '../resources');

export const startRig = async (): Promise<Rig> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-bench-'));
  const log = createLog('warn');
  const clock = systemClock;
  const simulator = await startSimulator();
  const opened = await openStore({ redis: 'managed', dataDir, clock, log });
  const { store } = opened;
  await untilState(store, (state) => state === 'ready', AbortSignal.timeout(5000));
  await initialise(store, resources);
  await store.put(
    'device',
    DEVICE,
    DeviceSchema.parse({
      device_id: DEVICE,
      device_type: 'virtual_surface',
      metadata: { simulated: true },
    }),
  );
  // The figure of OBS brings an OBS of its own.
  const targets = { ...simulator.targets, obs: 0 };
  const engine = createEngine({
    store,
    transports: createTransports({ clock, log }),
    clock,
    log,
    simulatedTargets: () => Promise.resolve(targets),
  });
  const redis = new Redis({ path: join(dataDir, 'redis', 'redis.sock') });
  return {
    engine,
    redis,
    targets,
    async intent(name, protocol, variables, device = DEVICE) {
      const actions = [{ protocol_name: protocol, device_id: device, variables }];
      await store.put('intent', name, IntentSchema.parse({ intent_name: name, actions }));
      return name;
    },
    async configure(config) {
      await store.put('config', 'bridge', BridgeConfigSchema.parse(config));
    },
    async close() {
      redis.disconnect();
      await engine.close();
      await opened.close();
      await simulator.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Runs `work` on a fresh rig and takes the rig down whatever happens. */
export const onRig = async <T>(work: (rig: Rig) => Promise<T>): Promise<T> => {
  const rig = await startRig();
  try {
    return await work(rig);
  } finally {
    await rig.close();
  }
};
