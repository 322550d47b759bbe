import type { TakeRows, TakeView } from '#shared/contract/take-view.ts';

/** Rows that are asked for together. */
export const ROWS_PER_PAGE = 500;

/** What is known of one recorded frame. */
export interface Row {
  ms: number;
  utcMs: number;
  pts: number | null;
  queueDepth: number;
  droppedBefore: number;
}

/** Pages of rows that have come, by their number. */
export type RowPages = ReadonlyMap<number, TakeRows>;
type Timing = TakeView['timing'];

export const pageOf = (row: number): number => Math.floor(row / ROWS_PER_PAGE);

export const rowOf = (pages: RowPages, row: number): Row | null => {
  const page = pages.get(pageOf(row));
  const at = row - (page?.from ?? 0);
  const [ms, utcMs] = [page?.ms[at], page?.utc_ms[at]];
  if (!page || ms === undefined || utcMs === undefined) return null;
  return {
    ms,
    utcMs,
    pts: page.source_pts[at] ?? null,
    queueDepth: page.queue_depth[at] ?? 0,
    droppedBefore: page.dropped_before[at] ?? 0,
  };
};

/** When a row was recorded, in milliseconds since the first: exact where its page is here, else about. */
export const msOf = (
  { overview, duration_ms }: Timing,
  pages: RowPages,
  row: number,
): number => {
  const known = rowOf(pages, row);
  if (known) return known.ms;
  const { at_ms, rows_per_bucket } = overview;
  const bucket = Math.floor(row / rows_per_bucket);
  const from = at_ms[bucket] ?? 0;
  const to = at_ms[bucket + 1] ?? duration_ms;
  return from + ((to - from) * (row % rows_per_bucket)) / rows_per_bucket;
};

/** The last bucket that begins no later. */
const bucketAt = (at_ms: readonly number[], ms: number): number => {
  let low = 0;
  let high = at_ms.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at_ms[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The row that is nearest to a time, as far as it is known: exact where its page is here. */
export const rowNear = (timing: Timing, pages: RowPages, ms: number): number => {
  const { rows, overview, duration_ms } = timing;
  const bucket = bucketAt(overview.at_ms, ms);
  const from = overview.at_ms[bucket] ?? 0;
  const to = overview.at_ms[bucket + 1] ?? duration_ms;
  const part = to > from ? (ms - from) / (to - from) : 0;
  const clamp = (row: number): number => Math.min(rows - 1, Math.max(0, row));
  let row = clamp(Math.round((bucket + part) * overview.rows_per_bucket));
  const off = (other: number): number => Math.abs(msOf(timing, pages, other) - ms);
  while (row > 0 && off(row - 1) < off(row)) row -= 1;
  while (row < rows - 1 && off(row + 1) < off(row)) row += 1;
  return clamp(row);
};

/** The mark before or after a row; null where there is none. */
export const markFrom = ({ marks }: Timing, row: number, step: 1 | -1): number | null => {
  const rows = marks.map((mark) => mark.row);
  const found =
    step > 0 ? rows.find((mark) => mark > row) : rows.findLast((mark) => mark < row);
  return found ?? null;
};
