import type { FileHandle } from 'node:fs/promises';
import { CameraTrouble } from '../ports.ts';
import { parseRow, TIMING_HEADER } from '../recording/timing-csv.ts';

/** No row is shorter. */
const LEAST_ROW_BYTES = 36;
const CHUNK_BYTES = 65_536;
/** 37 hours at 30 fps. */
const MOST_BYTES = 250_000_000;
const LONGEST_ROW = 200;

/** The rows of a take's timing, column by column: an hour has 100,000. */
export interface RowTimes {
  count: number;
  /** Since the first row, in milliseconds with three decimals. */
  ms: Float64Array;
  /** Milliseconds since 1970. */
  utcMs: Float64Array;
  /** The source's own seconds; NaN where it has none. */
  pts: Float64Array;
  queueDepth: Uint32Array;
  droppedBefore: Uint32Array;
}

const emptyColumns = (rows: number) => ({
  ms: new Float64Array(rows),
  utcMs: new Float64Array(rows),
  pts: new Float64Array(rows),
  queueDepth: new Uint32Array(rows),
  droppedBefore: new Uint32Array(rows),
});

/**
 * Reads the rows up to the first that is not whole or not the next. The loop has its turns in between.
 * @throws CameraTrouble for more than 250 MB
 */
export const readRowTimes = async (file: FileHandle): Promise<RowTimes> => {
  const { size } = await file.stat();
  if (size > MOST_BYTES)
    throw new CameraTrouble(
      'The timing of this take is too long to be shown.',
      'Open the file with a player.',
    );
  const columns = emptyColumns(Math.ceil(size / LEAST_ROW_BYTES));
  let count = 0;
  let firstNs = 0n;
  const take = (line: string): boolean => {
    const row = parseRow(line);
    if (row?.index !== count) return false;
    if (count === 0) firstNs = row.monotonicNs;
    columns.ms[count] = Number((row.monotonicNs - firstNs) / 1000n) / 1000;
    columns.utcMs[count] = row.utcMs;
    columns.pts[count] = row.pts ?? Number.NaN;
    columns.queueDepth[count] = row.queueDepth;
    columns.droppedBefore[count] = row.droppedBefore;
    count += 1;
    return true;
  };
  let rest = '';
  let isHeaded = false;
  reading: for await (const chunk of file.createReadStream({
    encoding: 'latin1',
    highWaterMark: CHUNK_BYTES,
    autoClose: false,
    start: 0,
    end: Math.max(0, size - 1),
  })) {
    rest += String(chunk);
    if (!isHeaded && !rest.startsWith(TIMING_HEADER)) break;
    let from = isHeaded ? 0 : TIMING_HEADER.length;
    isHeaded = true;
    for (let end = rest.indexOf('\n', from); end >= 0; end = rest.indexOf('\n', from)) {
      if (!take(rest.slice(from, end))) break reading;
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > LONGEST_ROW) break;
  }
  return {
    count,
    ms: columns.ms.slice(0, count),
    utcMs: columns.utcMs.slice(0, count),
    pts: columns.pts.slice(0, count),
    queueDepth: columns.queueDepth.slice(0, count),
    droppedBefore: columns.droppedBefore.slice(0, count),
  };
};

/** The row that is nearest to a time; -1 where there is none. Milliseconds since the first row. */
export const rowNear = ({ count, ms }: RowTimes, atMs: number): number => {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ms[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 ? atMs - (ms[low - 1] ?? 0) : Number.POSITIVE_INFINITY;
  return before < Math.abs((ms[low] ?? 0) - atMs) ? low - 1 : high < 0 ? -1 : low;
};
