import type { Clock } from '../clock.ts';

/** The end of `work`, or a rejection: with `late()` where it takes longer than `ms`, or when the signal aborts. */
export const bounded = async <T>(
  clock: Clock,
  ms: number,
  work: PromiseLike<T>,
  late: () => Error,
  signal?: AbortSignal,
): Promise<T> => {
  const timer = new AbortController();
  const cancel = (): void => timer.abort();
  if (signal?.aborted) cancel();
  else signal?.addEventListener('abort', cancel, { signal: timer.signal });
  const limit = clock.sleep(ms, timer.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    timer.abort();
  }
};
