import type { HardwareLatency } from '#shared/contract/hardware.ts';
import { ClockOffset } from './clock-offset.ts';

/** Pings that are remembered: ten minutes of them. */
const KEPT = 120;

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

const percentile = (sorted: readonly number[], share: number): number | null => {
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : round(value);
};

/** Round trips, loss and the difference of clocks of one backend, over its newest pings. */
export class LatencyStatistics {
  readonly clock = new ClockOffset();
  /** Milliseconds, newest last; null where no answer came. */
  #pings: (number | null)[] = [];

  answered(rttMs: number): void {
    this.#keep(rttMs);
    this.clock.roundTrip(rttMs);
  }

  missed(): void {
    this.#keep(null);
  }

  get history(): (number | null)[] {
    return this.#pings.map((ms) => (ms === null ? null : round(ms)));
  }

  /** As it stands at that moment of the monotonic clock. */
  read(nowMs: number): HardwareLatency {
    const answered = this.#pings.filter((ms) => ms !== null);
    const sorted = answered.toSorted((a, b) => a - b);
    const newest = answered.at(-1);
    const count = this.#pings.length;
    const { offsetMs, marginMs, samples } = this.clock.estimate(nowMs);
    return {
      rtt_ms: newest === undefined ? null : round(newest),
      rtt_p50_ms: percentile(sorted, 0.5),
      rtt_p95_ms: percentile(sorted, 0.95),
      loss: count === 0 ? null : (count - answered.length) / count,
      clock_offset_ms: offsetMs === null ? null : round(offsetMs),
      clock_margin_ms: marginMs === null ? null : round(marginMs),
      clock_samples: samples,
    };
  }

  #keep(ms: number | null): void {
    this.#pings.push(ms);
    if (this.#pings.length > KEPT) this.#pings.shift();
  }
}
