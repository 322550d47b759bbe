import { describe, expect, it } from 'vitest';
import type { TakeRows } from '#shared/contract/take-view.ts';
import { markFrom, msOf, pageOf, rowNear, rowOf, type RowPages } from './rows.ts';
import { spanOf } from './ScrubBar.tsx';
import { markDouble, timingDouble } from './take-double.ts';

/** 40 ms from row to row, and 10 s before row 700. */
const ms = Array.from({ length: 1000 }, (_, row) => row * 40 + (row >= 700 ? 10_000 : 0));
const pagesOf = (...pages: number[]): RowPages =>
  new Map(
    pages.map((page): [number, TakeRows] => {
      const part = ms.slice(page * 500, page * 500 + 500);
      const zeros = part.map(() => 0);
      return [
        page,
        {
          from: page * 500,
          ms: part,
          utc_ms: part.map((at) => 1e12 + at),
          source_pts: part.map((at, row) => (row === 0 ? null : at / 1000)),
          queue_depth: zeros,
          dropped_before: zeros,
        },
      ];
    }),
  );
const exact = timingDouble(ms);
const coarse = timingDouble(ms, 50);
const none: RowPages = new Map();

describe('when a row was recorded', () => {
  it('is exact with its page, or with a bucket per row', () => {
    expect(msOf(exact, none, 701)).toBe(38_040);
    expect(msOf(coarse, pagesOf(1), 720)).toBe(38_800);
    expect(rowOf(pagesOf(1), 500)).toEqual({
      ms: 20_000,
      utcMs: 1e12 + 20_000,
      pts: null,
      queueDepth: 0,
      droppedBefore: 0,
    });
    expect([rowOf(pagesOf(1), 499), rowOf(pagesOf(1), 1000)]).toEqual([null, null]);
    expect([pageOf(499), pageOf(500)]).toEqual([0, 1]);
  });

  it('is about right without, between the ends of its bucket', () => {
    expect(msOf(coarse, none, 120)).toBe(4800);
    expect(msOf(coarse, none, 990)).toBeCloseTo(49_600, -2);
  });
});

describe('the row of a time', () => {
  it('is the nearest', () => {
    for (const [at, row] of [
      [-1, 0],
      [0, 0],
      [59, 1],
      [61, 2],
      [27_960, 699],
      [32_000, 699],
      [34_000, 700],
      [1e9, 999],
    ] as const) {
      expect(rowNear(exact, none, at)).toBe(row);
      expect(rowNear(coarse, pagesOf(0, 1), at)).toBe(row);
    }
  });

  it('is near without its page', () => {
    expect(rowNear(coarse, none, 4800)).toBe(120);
    expect(Math.abs(rowNear(coarse, none, 48_000) - 950)).toBeLessThan(3);
  });
});

it('finds the marks before and behind', () => {
  const timing = timingDouble(ms, 1, [markDouble({ row: 10 }), markDouble({ row: 700 })]);
  expect([markFrom(timing, 10, 1), markFrom(timing, 9, 1), markFrom(timing, 700, 1)]).toEqual([
    700,
    10,
    null,
  ]);
  expect([markFrom(timing, 700, -1), markFrom(timing, 10, -1)]).toEqual([10, null]);
});

it('puts marks on the bar, with their length where it is divided by time', () => {
  const timing = timingDouble([0, 40, 960, 1000]);
  const mark = markDouble({ row: 2, at_ms: 960, gap_ms: 920 });
  expect(spanOf(mark, timing, 'frame')).toEqual({ left: (2 / 3) * 100, width: 0 });
  expect(spanOf(mark, timing, 'time')).toEqual({ left: 4, width: 92 });
});
