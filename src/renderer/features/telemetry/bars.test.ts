import { expect, test } from 'vitest';
import { barMs, barsOf, stacked } from './bars.ts';
import { EMPTY_LOG, withEvent } from './sample-log.ts';

test.each([
  [60_000, 1000],
  [300_000, 5000],
  [600_000, 5000],
  [3_600_000, 30_000],
])('a window of %i ms has bars of %i ms', (windowMs, step) => {
  expect(barMs(windowMs)).toBe(step);
});

test('a bar is the mean of its samples, and stands where it stood as more come', () => {
  const log = withEvent(EMPTY_LOG, {
    type: 'past',
    times: [8100, 9100, 10_100, 11_100],
    series: { a: [2, 4, 6, null] },
  });
  const bars = barsOf(log, ['a', 'unheard'], 5000);
  expect(bars).toEqual({
    times: [7500, 12_500],
    means: [
      [3, 3],
      [0, 0],
    ],
  });
  const later = withEvent(log, { type: 'sample', at: 12_100, values: { a: 6 } });
  expect(barsOf(later, ['a'], 5000)).toEqual({ times: [7500, 12_500], means: [[3, 4]] });
});

test('layers stand on each other, and one that adds nothing is not drawn', () => {
  expect(
    stacked([
      [1, 2],
      [0, 3],
      [5, 0],
    ]),
  ).toEqual([
    [1, 2],
    [null, 5],
    [6, null],
  ]);
});
