import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { CompanionSimulator } from './simulators/companion/companion-simulator.ts';

export interface LazySimulator {
  /** Where it listens; the first who asks starts it. */
  targets: () => Promise<SimulatedTargets>;
  close(): Promise<void>;
}

/** The built-in Companion, which runs once a command for a simulated device needs it. */
export const createLazySimulator = (clock: Clock, log: Log): LazySimulator => {
  let running: Promise<CompanionSimulator> | undefined;

  const start = async (): Promise<CompanionSimulator> => {
    try {
      const { createCompanionSimulator } =
        await import('./simulators/companion/companion-simulator.ts');
      return await createCompanionSimulator({ clock, log });
    } catch (error) {
      running = undefined;
      throw error;
    }
  };

  return {
    async targets() {
      running ??= start();
      return (await running).ports;
    },
    async close() {
      const [simulator] = await Promise.allSettled([running]);
      if (simulator?.status === 'fulfilled') await simulator.value?.close();
    },
  };
};
