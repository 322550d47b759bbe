/** What two clocks may drift apart: 50 millionths. */
const DRIFT = 0.000_05;
/** Both clocks are read in whole milliseconds. */
const GRAIN_MS = 1;
const KEPT = 64;
/** Until pings of another sender count, once those of the first stop. */
const SENDER_SILENT_MS = 30_000;
/** A number that is smaller counts seconds, as Python's `time.time()` does. */
const SMALLEST_MS = 100_000_000_000;
/** In 2001. What is smaller is no wall clock's time: it counts from some start. */
const SMALLEST_S = 1_000_000_000;

interface Exchange {
  offsetMs: number;
  marginMs: number;
  /** Of the monotonic clock. */
  at: number;
}

/** A wall clock's reading in milliseconds; null where it is none. */
export const wallMs = (timestamp: unknown): number | null => {
  if (typeof timestamp !== 'number' || !Number.isFinite(timestamp) || timestamp < SMALLEST_S)
    return null;
  return timestamp < SMALLEST_MS ? timestamp * 1000 : timestamp;
};

const least = (samples: readonly Exchange[], cost: (of: Exchange) => number): Exchange | null =>
  samples.reduce<Exchange | null>(
    (best, sample) => (best === null || cost(sample) < cost(best) ? sample : best),
    null,
  );

/**
 * How far another clock is ahead of ours, from messages that carry its time. What went both ways bounds the error by
 * half of its round trip. Of what went one way the least delayed counts, and half of the shortest round trip is added:
 * that is right where the ping was made by the backend itself.
 */
export class ClockOffset {
  #both: Exchange[] = [];
  #oneWay: Exchange[] = [];
  #shortestRtt: number | null = null;
  #sender: unknown = undefined;
  #samples = 0;

  reset(): void {
    this.#both = [];
    this.#oneWay = [];
    this.#shortestRtt = null;
    this.#samples = 0;
  }

  roundTrip(rttMs: number): void {
    this.#shortestRtt = Math.min(rttMs, this.#shortestRtt ?? rttMs);
  }

  /** The other's time as it came, and ours when it did. */
  arrived(theirMs: number, sender: unknown, ourMs: number, at: number): void {
    const newest = this.#oneWay.at(-1);
    if (newest && sender !== this.#sender) {
      if (at - newest.at < SENDER_SILENT_MS) return;
      this.#oneWay = [];
    }
    this.#sender = sender;
    this.#keep(this.#oneWay, { offsetMs: theirMs - ourMs, marginMs: 0, at });
  }

  /** Ours when it left and when the answer came, and the other's in between. */
  exchanged(leftMs: number, theirMs: number, backMs: number, at: number): void {
    if (backMs < leftMs) return;
    const marginMs = (backMs - leftMs) / 2 + GRAIN_MS;
    this.#keep(this.#both, { offsetMs: theirMs - (leftMs + backMs) / 2, marginMs, at });
  }

  estimate(at: number): { offsetMs: number | null; marginMs: number | null; samples: number } {
    const drift = (sample: Exchange): number => (at - sample.at) * DRIFT;
    const both = least(this.#both, (sample) => sample.marginMs + drift(sample));
    const samples = this.#samples;
    if (both)
      return { offsetMs: both.offsetMs, marginMs: both.marginMs + drift(both), samples };
    const ahead = least(this.#oneWay, (sample) => drift(sample) - sample.offsetMs);
    if (!ahead || this.#shortestRtt === null)
      return { offsetMs: null, marginMs: null, samples };
    const half = this.#shortestRtt / 2;
    return {
      offsetMs: ahead.offsetMs + half,
      marginMs: half + GRAIN_MS + drift(ahead),
      samples,
    };
  }

  #keep(samples: Exchange[], sample: Exchange): void {
    samples.push(sample);
    if (samples.length > KEPT) samples.shift();
    this.#samples += 1;
  }
}
