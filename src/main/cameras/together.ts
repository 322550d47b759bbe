import { waitAtMost } from '../store/store-waits.ts';
import type { Clock } from '../clock.ts';

/** A camera that takes longer to get ready is not waited for. */
const WAIT_MS = 3000;

/** One of those that do something in the same moment. */
export interface Part {
  /** Ready. Resolves for all in the same turn of the loop, once nobody is missing. Within 3 s. */
  arrive(): Promise<void>;
  /** Is not waited for any more. After `arrive` it says nothing. */
  leave(): void;
}

/** For one camera alone: its moment is now. */
export const alone: Part = { arrive: () => Promise.resolve(), leave: () => undefined };

/** As many parts as there are cameras, each to be told how it went. */
export const together = (count: number, clock: Clock): Part[] => {
  const moment = Promise.withResolvers<void>();
  let missing = count;
  const one = (): void => {
    missing -= 1;
    if (missing === 0) moment.resolve();
  };
  return Array.from({ length: count }, () => {
    let said = false;
    const once = (): void => {
      if (said) return;
      said = true;
      one();
    };
    return {
      arrive: async () => {
        once();
        await waitAtMost(clock, WAIT_MS, moment.promise);
        // Who waited too long has given the others their moment.
        moment.resolve();
      },
      leave: once,
    };
  });
};
