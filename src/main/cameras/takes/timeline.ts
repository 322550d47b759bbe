import type { Take } from '#shared/contract/camera.ts';
import type { TakeMark, TakeOverview, TakeRows, TakeView } from '#shared/contract/take-view.ts';
import { largestGapAllowed } from './judge.ts';
import type { RowTimes } from './row-times.ts';

const MOST_BUCKETS = 2000;
const MOST_MARKS = 1000;
/** After so many rows the loop gets a turn. */
const ROWS_PER_TURN = 20_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const gapBefore = ({ ms }: RowTimes, row: number): number =>
  row === 0 ? 0 : Math.round(((ms[row] ?? 0) - (ms[row - 1] ?? 0)) * 1000) / 1000;

/** At most 2000 buckets, whatever the length. */
export const overviewOf = async (times: RowTimes): Promise<TakeOverview> => {
  const rows_per_bucket = Math.max(1, Math.ceil(times.count / MOST_BUCKETS));
  const overview: TakeOverview = {
    rows_per_bucket,
    at_ms: [],
    max_gap_ms: [],
    dropped: [],
    max_queue_depth: [],
  };
  for (let from = 0; from < times.count; from += rows_per_bucket) {
    let [gap, dropped, queued] = [0, 0, 0];
    const end = Math.min(times.count, from + rows_per_bucket);
    if (from % ROWS_PER_TURN < rows_per_bucket) await turn();
    for (let row = from; row < end; row += 1) {
      gap = Math.max(gap, gapBefore(times, row));
      dropped += times.droppedBefore[row] ?? 0;
      queued = Math.max(queued, times.queueDepth[row] ?? 0);
    }
    overview.at_ms.push(times.ms[from] ?? 0);
    overview.max_gap_ms.push(gap);
    overview.dropped.push(dropped);
    overview.max_queue_depth.push(queued);
  }
  return overview;
};

/** Where frames were lost, where it paused, and where none came for longer than a take may have. */
export const marksOf = async (
  times: RowTimes,
  { gaps, requested_fps, actual_fps }: Pick<Take, 'gaps' | 'requested_fps' | 'actual_fps'>,
): Promise<{ marks: TakeMark[]; marks_left_out: number }> => {
  const reasons = new Map(gaps.map(({ after_row, reason }) => [after_row + 1, reason]));
  const allowedMs = largestGapAllowed(requested_fps || actual_fps || 1);
  const marks: TakeMark[] = [];
  let found = 0;
  for (let row = 0; row < times.count; row += 1) {
    if (row % ROWS_PER_TURN === 0) await turn();
    const gap_ms = gapBefore(times, row);
    const dropped = times.droppedBefore[row] ?? 0;
    const reason = reasons.get(row);
    if (reason === undefined && dropped === 0 && gap_ms <= allowedMs) continue;
    found += 1;
    if (found > MOST_MARKS) continue;
    const unsaid = dropped > 0 ? 'dropped' : 'no_frame';
    marks.push({ row, at_ms: times.ms[row] ?? 0, gap_ms, dropped, reason: reason ?? unsaid });
  }
  return { marks, marks_left_out: Math.max(0, found - MOST_MARKS) };
};

/** What a viewer gets to know of all rows at once. */
export const timelineOf = async (times: RowTimes, take: Take): Promise<TakeView['timing']> => ({
  rows: times.count,
  duration_ms: times.ms[times.count - 1] ?? 0,
  first_utc_ms: times.utcMs[0] ?? null,
  overview: await overviewOf(times),
  ...(await marksOf(times, take)),
});

/** Rows `from` to `from + count`, as far as there are any. */
export const rowsOf = (times: RowTimes, from: number, count: number): TakeRows => {
  const end = from + count;
  return {
    from,
    ms: [...times.ms.subarray(from, end)],
    utc_ms: [...times.utcMs.subarray(from, end)],
    source_pts: [...times.pts.subarray(from, end)].map((pts) =>
      Number.isNaN(pts) ? null : pts,
    ),
    queue_depth: [...times.queueDepth.subarray(from, end)],
    dropped_before: [...times.droppedBefore.subarray(from, end)],
  };
};
