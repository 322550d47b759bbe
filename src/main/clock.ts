/** Time, injected wherever it is read or waited for. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump: only for what a person reads. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonic(): number;
  /** Resolves after `ms`, rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A timer of Node's that is longer ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new Error('aborted');

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // The library's own makes an error with a stack per abort: five hundred cancels at once cost 50 ms.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(reasonOf(signal));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, LONGEST_TIMER_MS),
      );
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

// A press asks several times within one millisecond.
let lastMs = Number.NaN;
let lastText = '';

/** Milliseconds since 1970 as the stored JSON has them: ISO 8601, UTC. */
export const isoOf = (ms: number): string => {
  if (ms !== lastMs) {
    lastMs = ms;
    lastText = new Date(ms).toISOString();
  }
  return lastText;
};

export const isoNow = (clock: Clock): string => isoOf(clock.now());
