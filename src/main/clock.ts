import { setTimeout as delay } from 'node:timers/promises';

/** Time, injected wherever it is read or waited for. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump: only for what a person reads. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonic(): number;
  /** Resolves after `ms`, rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
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
