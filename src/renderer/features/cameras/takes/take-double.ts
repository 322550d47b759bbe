import type { TakeListing, TakeMark, TakeView } from '#shared/contract/take-view.ts';

/** A take that went well, as the tests need one. */
export const takeDouble = (change: Partial<TakeListing> = {}): TakeListing => ({
  file: 'show_trial001_wide.mkv',
  camera: 'wide',
  slot: 'cam_1',
  session_prefix: 'show',
  trial_number: 1,
  started_at: '2026-11-21T20:00:00.000Z',
  stopped_at: '2026-11-21T20:01:05.000Z',
  mode: null,
  requested_fps: 25,
  actual_fps: 25,
  frames: 100,
  rows: 100,
  captured: 100,
  drops: {},
  gaps: [],
  largest_gap_ms: 40,
  bytes: 1000,
  recovered: false,
  verdict: 'PASS',
  reasons: [],
  app_version: '1.0.0',
  codec: 'mjpeg',
  path: '/takes/show_trial001_wide.mkv',
  folder: '00000001',
  problem: null,
  ...change,
});

/** Rows at those milliseconds, so many to a bucket. */
export const timingDouble = (
  ms: number[],
  rowsPerBucket = 1,
  marks: TakeMark[] = [],
): TakeView['timing'] => {
  const at_ms = ms.filter((_, row) => row % rowsPerBucket === 0);
  const zeros = at_ms.map(() => 0);
  return {
    rows: ms.length,
    duration_ms: ms.at(-1) ?? 0,
    first_utc_ms: null,
    overview: {
      rows_per_bucket: rowsPerBucket,
      at_ms,
      max_gap_ms: zeros,
      dropped: zeros,
      max_queue_depth: zeros,
    },
    marks,
    marks_left_out: 0,
  };
};

export const markDouble = (change: Partial<TakeMark> = {}): TakeMark => ({
  row: 10,
  at_ms: 1000,
  gap_ms: 600,
  dropped: 0,
  reason: 'no_frame',
  ...change,
});
