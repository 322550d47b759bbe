/** How far back a rate looks, in milliseconds. */
const WINDOW_MS = 3_000;

interface Sample {
  ms: number;
  total: number;
}

/** The rate of something that is counted up, measured over a sliding window. */
export class SlidingRate {
  #samples: Sample[] = [];

  /** `total` so far, at `ms` on a clock that never goes back. */
  note(ms: number, total: number): void {
    this.#samples.push({ ms, total });
    this.#forget(ms);
  }

  /** Per second. 0 until two samples are there, and falling to 0 when no more come. */
  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || this.#samples.length < 2) return 0;
    const usualGapMs = (last.ms - first.ms) / (this.#samples.length - 1);
    // Between two samples the rate stands; once the next one is overdue its absence counts.
    const endMs = nowMs - last.ms > 2 * usualGapMs ? nowMs : last.ms;
    return endMs > first.ms ? ((last.total - first.total) * 1000) / (endMs - first.ms) : 0;
  }

  #forget(nowMs: number): void {
    const kept = this.#samples.findIndex(({ ms }) => ms >= nowMs - WINDOW_MS);
    if (kept === -1) this.#samples = [];
    else if (kept > 0) this.#samples.splice(0, kept);
  }
}
