import type { SampleLog, SeriesValues } from './sample-log.ts';

const STEPS_MS = [1000, 2000, 5000, 10_000, 15_000, 30_000];
const MOST_BARS = 130;

/** How long one bar lasts, so that a window shows no more bars than the eye can tell apart. Milliseconds. */
export const barMs = (windowMs: number): number =>
  STEPS_MS.find((step) => windowMs / step <= MOST_BARS) ?? 30_000;

interface Bars {
  /** The middle of each bar. */
  times: number[];
  /** Per series the mean over each bar. */
  means: number[][];
}

/** Samples gathered to bars that stand on whole multiples of their length, so that none changes as time moves on. */
export const barsOf = (log: SampleLog, names: readonly string[], stepMs: number): Bars => {
  const columns = names.map((name): SeriesValues => log.series.get(name) ?? []);
  const bars: Bars = { times: [], means: names.map(() => []) };
  let start = 0;
  while (start < log.times.length) {
    const slot = Math.floor((log.times[start] ?? 0) / stepMs);
    let end = start + 1;
    while (end < log.times.length && Math.floor((log.times[end] ?? 0) / stepMs) === slot)
      end += 1;
    bars.times.push((slot + 0.5) * stepMs);
    for (const [index, values] of columns.entries()) {
      let sum = 0;
      for (let place = start; place < end; place += 1) sum += values[place] ?? 0;
      bars.means[index]?.push(sum / (end - start));
    }
    start = end;
  }
  return bars;
};

/**
 * Each layer raised by those before it, null where it adds nothing. Draw them from the last to the first: each
 * covers the foot of the one above it.
 */
export const stacked = (layers: readonly number[][]): (number | null)[][] => {
  let floor: number[] = [];
  return layers.map((layer) => {
    floor = layer.map((value, index) => value + (floor[index] ?? 0));
    return floor.map((top, index) => (layer[index] === 0 ? null : top));
  });
};
