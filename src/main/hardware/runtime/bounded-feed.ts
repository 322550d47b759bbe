import type { Clock } from '../../clock.ts';

/** Two events are no nearer than this: a screen shows no more. */
const SPACING_MS = 100;
const KEPT = 500;

/** What passed since the last event, for one reader: the newest 500, and how many more there were. */
export class BoundedFeed<T> {
  readonly #clock: Clock;
  #waiting: T[] = [];
  #missed = 0;
  #wake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  push(item: T): void {
    this.#waiting.push(item);
    if (this.#waiting.length > KEPT) {
      this.#waiting.shift();
      this.#missed += 1;
    }
    this.#wake?.();
  }

  /** Until the signal aborts. */
  async *events(
    signal: AbortSignal,
  ): AsyncGenerator<{ items: T[]; missed: number }, void, void> {
    while (!signal.aborted) {
      if (this.#waiting.length === 0) await this.#next(signal);
      if (signal.aborted) return;
      const items = this.#waiting;
      const missed = this.#missed;
      this.#waiting = [];
      this.#missed = 0;
      yield { items, missed };
      await this.#clock.sleep(SPACING_MS, signal).catch(() => undefined);
    }
  }

  async #next(signal: AbortSignal): Promise<void> {
    const woken = Promise.withResolvers<void>();
    this.#wake = woken.resolve;
    signal.addEventListener('abort', this.#wake, { once: true });
    await woken.promise;
    signal.removeEventListener('abort', this.#wake);
    this.#wake = null;
  }
}
