import type { Store } from '../store/store.ts';

/** Resolves with true once the store answers, and with false when the signal aborts before. */
export const storeReady = (store: Store, signal: AbortSignal): Promise<boolean> => {
  if (store.status().state === 'ready') return Promise.resolve(true);
  if (signal.aborted) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stop = store.onStatus(({ state }) => {
    if (state === 'ready') resolve(true);
  });
  const abort = () => resolve(false);
  signal.addEventListener('abort', abort, { once: true });
  return promise.finally(() => {
    stop();
    signal.removeEventListener('abort', abort);
  });
};
