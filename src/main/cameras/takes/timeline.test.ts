import { expect, it } from 'vitest';
import type { RowTimes } from './row-times.ts';
import { marksOf, overviewOf, rowsOf, timelineOf } from './timeline.ts';

/** Rows at those milliseconds; `dropped` by row. */
const timesAt = (ms: number[], dropped: Record<number, number> = {}): RowTimes => ({
  count: ms.length,
  ms: Float64Array.from(ms),
  utcMs: Float64Array.from(ms, (at) => 1e12 + at),
  pts: Float64Array.from(ms, (_, row) => (row === 0 ? Number.NaN : row / 25)),
  queueDepth: Uint32Array.from(ms, (_, row) => row % 7),
  droppedBefore: Uint32Array.from(ms, (_, row) => dropped[row] ?? 0),
});
const steady = (count: number): number[] => Array.from({ length: count }, (_, row) => row * 40);
const take = { gaps: [], requested_fps: 25, actual_fps: 25 };

it('has a bucket per row of a short take', async () => {
  const overview = await overviewOf(timesAt([0, 40, 120, 160], { 2: 1 }));
  expect(overview).toEqual({
    rows_per_bucket: 1,
    at_ms: [0, 40, 120, 160],
    max_gap_ms: [0, 40, 80, 40],
    dropped: [0, 0, 1, 0],
    max_queue_depth: [0, 1, 2, 3],
  });
});

it('has at most 2000 buckets for hours, and none of them loses a gap or a drop', async () => {
  const ms = steady(100_001).map((at, row) => (row > 70_000 ? at + 5000 : at));
  const overview = await overviewOf(timesAt(ms, { 3: 2, 99_999: 5 }));
  expect(overview.at_ms.length).toBeLessThanOrEqual(2000);
  expect(overview.at_ms.length).toBe(Math.ceil(100_001 / overview.rows_per_bucket));
  expect(overview.dropped.reduce((sum, count) => sum + count)).toBe(7);
  expect(Math.max(...overview.max_gap_ms)).toBe(5040);
  expect(overview.max_gap_ms.indexOf(5040)).toBe(Math.floor(70_001 / overview.rows_per_bucket));
});

it('marks what was lost with its reason, and long gaps that nobody explained', async () => {
  const times = timesAt([0, 40, 9040, 9080, 9680, 9720], { 0: 1, 3: 2 });
  const gaps = [
    { after_row: 1, ms: 9000, reason: 'paused' },
    { after_row: 2, ms: 40, reason: 'queue_full' },
  ];
  expect(await marksOf(times, { ...take, gaps })).toEqual({
    marks: [
      { row: 0, at_ms: 0, gap_ms: 0, dropped: 1, reason: 'dropped' },
      { row: 2, at_ms: 9040, gap_ms: 9000, dropped: 0, reason: 'paused' },
      { row: 3, at_ms: 9080, gap_ms: 40, dropped: 2, reason: 'queue_full' },
      { row: 4, at_ms: 9680, gap_ms: 600, dropped: 0, reason: 'no_frame' },
    ],
    marks_left_out: 0,
  });
  expect((await marksOf(timesAt(steady(100)), take)).marks).toEqual([]);
});

it('bounds the marks and says how many are left out', async () => {
  const dropped = Object.fromEntries(steady(1500).map((_, row) => [row, 1]));
  const { marks, marks_left_out } = await marksOf(timesAt(steady(1500), dropped), take);
  expect([marks.length, marks_left_out]).toEqual([1000, 500]);
});

it('gives rows of a range, as far as there are any', () => {
  const times = timesAt([0, 40, 80]);
  expect(rowsOf(times, 1, 5)).toEqual({
    from: 1,
    ms: [40, 80],
    utc_ms: [1e12 + 40, 1e12 + 80],
    source_pts: [0.04, 0.08],
    queue_depth: [1, 2],
    dropped_before: [0, 0],
  });
  expect(rowsOf(times, 0, 1).source_pts).toEqual([null]);
  expect(rowsOf(times, 7, 5).ms).toEqual([]);
});

it('describes a take without a row', async () => {
  const empty = await timelineOf(timesAt([]), {
    ...take,
    file: 'a.mkv',
    camera: 'a',
    slot: 'a',
    session_prefix: 'a',
    trial_number: 1,
    started_at: '',
    stopped_at: null,
    mode: null,
    frames: 0,
    rows: 0,
    captured: 0,
    drops: {},
    largest_gap_ms: 0,
    bytes: 0,
    recovered: false,
    verdict: 'FAIL',
    reasons: [],
    app_version: '',
  });
  expect(empty).toMatchObject({ rows: 0, duration_ms: 0, first_utc_ms: null, marks: [] });
});
