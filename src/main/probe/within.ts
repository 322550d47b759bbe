import type { Clock } from '../clock.ts';

/** Calls `late` once the time is over. Returns the way to call it off. */
export const within = (clock: Clock, ms: number, late: () => void): (() => void) => {
  const timer = new AbortController();
  clock.sleep(ms, timer.signal).then(late, () => undefined);
  return () => timer.abort();
};
