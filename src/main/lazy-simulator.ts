import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface LazySimulator {
  /** Where they listen; the first who asks starts them. */
  targets: () => Promise<SimulatedTargets>;
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

/** The built-in Companion and the built-in OBS, which run once a command for a simulated device needs them. */
export const createLazySimulator = (clock: Clock, log: Log): LazySimulator => {
  let running: Promise<Running> | undefined;

  return {
    async targets() {
      running ??= start(clock, log).catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      return (await running).targets;
    },
    async close() {
      const [simulator] = await Promise.allSettled([running]);
      if (simulator?.status === 'fulfilled') await simulator.value?.close();
    },
  };
};
