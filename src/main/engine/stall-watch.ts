import type { Clock } from '../clock.ts';

const BEAT_MS = 250;
/** A loop that did not turn for so long was frozen: the machine slept, or the process was stopped. */
const STALL_MS = 1500;
/** What came in while it was frozen is read within this time of its waking. */
const THAW_MS = 300;

/**
 * Notices that the process stood still. What it reads right after was asked for in another moment, and must not
 * be sent any more.
 */
export class StallWatch {
  readonly #clock: Clock;
  #beat: number;
  #thawing: { until: number; stalledMs: number } | null = null;

  constructor(clock: Clock, lifetime: AbortSignal) {
    this.#clock = clock;
    this.#beat = clock.monotonic();
    void this.#watch(lifetime);
  }

  /** How long it stood still just before now, in milliseconds; 0 when it did not. */
  stalledMs(): number {
    const now = this.#clock.monotonic();
    this.#look(now);
    return this.#thawing?.stalledMs ?? 0;
  }

  #look(now: number): void {
    const late = now - this.#beat - BEAT_MS;
    if (late > STALL_MS) this.#thawing = { until: now + THAW_MS, stalledMs: Math.round(late) };
    else if (this.#thawing && now > this.#thawing.until) this.#thawing = null;
    if (late > STALL_MS) this.#beat = now;
  }

  async #watch(lifetime: AbortSignal): Promise<void> {
    while (!lifetime.aborted) {
      try {
        await this.#clock.sleep(BEAT_MS, lifetime);
      } catch {
        return;
      }
      const now = this.#clock.monotonic();
      this.#look(now);
      this.#beat = now;
    }
  }
}
