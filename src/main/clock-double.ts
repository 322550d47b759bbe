import type { Clock } from './clock.ts';

interface Sleeper {
  at: number;
  wake(): void;
}

/** Time that moves only when a test says so. */
export class ManualClock implements Clock {
  #ms = 0;
  #sleepers: Sleeper[] = [];
  readonly #epoch: number;
  constructor(epoch = Date.parse('2026-11-21T20:00:00Z')) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(asError(signal));
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(asError(signal));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { at: this.#ms + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Wakes the sleepers in order, each at its own time, and lets what follows from it happen. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    await settle();
    for (;;) {
      const next = this.#sleepers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#ms = Math.max(this.#ms, next.at);
      next.wake();
      await settle();
    }
    this.#ms = end;
    await settle();
  }
}

const asError = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new Error('aborted');

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
