import type { Take } from '#shared/contract/camera.ts';

const MOST_GAPS = 1000;
const NS_PER_MS = 1e6;

/** Why there is a hole before a frame; a pause is one that was asked for and counts against nothing. */
export interface Hole {
  reason: string;
  paused: boolean;
}

/** Intervals between recorded frames as they arrived: rate, largest gap, marked holes. */
export class TakeTiming {
  readonly gaps: Take['gaps'] = [];
  largestGapMs = 0;
  #rows = 0;
  #lastNs: bigint | null = null;
  #intervals = 0;
  #recordedMs = 0;

  /** The next row. */
  add(arrivedNs: bigint, hole: Hole | null): void {
    if (this.#lastNs !== null)
      this.#interval(Number(arrivedNs - this.#lastNs) / NS_PER_MS, hole);
    this.#lastNs = arrivedNs;
    this.#rows += 1;
  }

  /** Frames per second over the recorded time, pauses left out. */
  get fps(): number {
    return this.#recordedMs > 0 ? (this.#intervals * 1000) / this.#recordedMs : 0;
  }

  #interval(ms: number, hole: Hole | null): void {
    if (hole && this.gaps.length < MOST_GAPS)
      this.gaps.push({ after_row: this.#rows - 1, ms: Math.round(ms), reason: hole.reason });
    if (hole?.paused) return;
    this.largestGapMs = Math.max(this.largestGapMs, ms);
    this.#recordedMs += ms;
    this.#intervals += 1;
  }
}
