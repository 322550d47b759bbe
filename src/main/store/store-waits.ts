import type { StoreStatus } from '#shared/contract/telemetry.ts';
import type { Clock } from '../clock.ts';
import type { Store } from './store.ts';

/** Resolves when the store's state fits; rejects when the signal aborts first. */
export const untilState = (
  store: Store,
  fits: (state: StoreStatus['state']) => boolean,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      const there = fits(store.status().state);
      if (!there && !signal.aborted) return;
      stop();
      signal.removeEventListener('abort', settle);
      if (there) resolve();
      else reject(new Error('The app is closing.'));
    };
    const stop = store.onStatus(settle);
    signal.addEventListener('abort', settle);
    settle();
  });

/** Resolves when the work has ended, well or not, or when the time is up. Milliseconds. */
export const waitAtMost = async (
  clock: Clock,
  ms: number,
  work: Promise<unknown>,
): Promise<void> => {
  const over = new AbortController();
  await Promise.race([
    work.catch(() => undefined),
    clock.sleep(ms, over.signal).catch(() => undefined),
  ]);
  over.abort();
};
