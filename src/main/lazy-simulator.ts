import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface LazySimulator {
  /** Where they listen; the first who asks starts them. */
  targets: () => Promise<SimulatedTargets>;
  /** Where hardware clients find their backend, as `host:port`. */
  backend: () => Promise<string>;
  close(): Promise<void>;
}

interface Running {
  targets: SimulatedTargets;
  close(): Promise<void>;
}

const start = async (clock: Clock, log: Log): Promise<Running> => {
  const [{ createCompanionSimulator }, { createObsSimulator }] = await Promise.all([
    import('./simulators/companion/companion-simulator.ts'),
    import('./simulators/obs/obs-simulator.ts'),
  ]);
  const companion = await createCompanionSimulator({ clock, log });
  try {
    const obs = await createObsSimulator({ log });
    return {
      targets: { ...companion.ports, obs: obs.port },
      async close() {
        await Promise.all([companion.close(), obs.close()]);
      },
    };
  } catch (error) {
    await companion.close();
    throw error;
  }
};

/** Started by the first who asks; a start that failed is tried again by the next. */
const lazily = <T extends { close(): Promise<void> }>(begin: () => Promise<T>) => {
  let running: Promise<T> | undefined;
  return {
    get: (): Promise<T> =>
      (running ??= begin().catch((error: unknown) => {
        running = undefined;
        throw error;
      })),
    async close(): Promise<void> {
      const [begun] = await Promise.allSettled([running]);
      if (begun?.status === 'fulfilled') await begun.value?.close();
    },
  };
};

const startBackend = async (clock: Clock, log: Log) => {
  const [{ createHardwareSimulator }, { playQuizMaster }] = await Promise.all([
    import('./simulators/hardware/hardware-simulator.ts'),
    import('./simulators/hardware/quiz-master.ts'),
  ]);
  const backend = await createHardwareSimulator({ clock, log });
  const ending = new AbortController();
  playQuizMaster(backend, clock, ending.signal);
  return {
    host: `${backend.host}:${backend.port}`,
    close() {
      ending.abort();
      return backend.close();
    },
  };
};

/** The built-in Companion and OBS, and the backend of hardware clients: each runs once somebody needs it. */
export const createLazySimulator = (clock: Clock, log: Log): LazySimulator => {
  const devices = lazily(() => start(clock, log));
  const backend = lazily(() => startBackend(clock, log));
  return {
    targets: async () => (await devices.get()).targets,
    backend: async () => (await backend.get()).host,
    async close() {
      await Promise.all([devices.close(), backend.close()]);
    },
  };
};
