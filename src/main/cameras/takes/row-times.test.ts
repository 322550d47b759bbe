import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatRow, TIMING_HEADER } from '../recording/timing-csv.ts';
import { readRowTimes, rowNear, type RowTimes } from './row-times.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rows-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const read = async (text: string): Promise<RowTimes> => {
  const path = join(dir, 'a_timing.csv');
  await writeFile(path, text);
  const file = await open(path);
  try {
    return await readRowTimes(file);
  } finally {
    await file.close();
  }
};
const STARTED_MS = Date.parse('2026-11-21T20:00:00Z');
const row = (index: number, ms: number, more: { pts?: number; dropped?: number } = {}) =>
  formatRow({
    index,
    monotonicNs: 7_000_000_000n + BigInt(Math.round(ms * 1e6)),
    utcMs: STARTED_MS + Math.round(ms),
    pts: more.pts ?? null,
    queueDepth: index % 5,
    droppedBefore: more.dropped ?? 0,
  });

it('reads rows column by column, times from the first', async () => {
  const times = await read(
    TIMING_HEADER + row(0, 5) + row(1, 38.3335, { pts: 1.5 }) + row(2, 71, { dropped: 3 }),
  );
  expect(times.count).toBe(3);
  expect([...times.ms]).toEqual([0, 33.333, 66]);
  expect(times.utcMs[2]).toBe(STARTED_MS + 71);
  expect([...times.pts]).toEqual([Number.NaN, 1.5, Number.NaN]);
  expect([...times.queueDepth, ...times.droppedBefore]).toEqual([0, 1, 2, 0, 0, 3]);
});

it('reads an hour, over many pieces of the file', async () => {
  const rows = Array.from({ length: 108_000 }, (_, index) => row(index, (index * 1000) / 30));
  const times = await read(TIMING_HEADER + rows.join(''));
  expect(times.count).toBe(108_000);
  expect(times.ms[107_999]).toBe(3_599_966.666);
  expect(times.ms).toHaveLength(108_000);
});

it.each([
  ['', 0],
  ['a,b\n1,2\n', 0],
  [TIMING_HEADER, 0],
  [`${TIMING_HEADER}${row(0, 0)}${row(1, 33).trimEnd()}`, 1],
  [`${TIMING_HEADER}${row(0, 0)}${row(2, 66)}`, 1],
  [`${TIMING_HEADER}${row(0, 0)}${'x'.repeat(200_000)}\n`, 1],
])('stops where the file does not go on as it should (%#)', async (text, count) => {
  expect((await read(text)).count).toBe(count);
});

it('refuses what no memory would hold', async () => {
  const path = join(dir, 'b_timing.csv');
  await writeFile(path, TIMING_HEADER);
  await truncate(path, 250_000_001);
  const file = await open(path);
  await expect(readRowTimes(file)).rejects.toThrow('too long');
  await file.close();
});

it('finds the row that is nearest to a time', async () => {
  const times = await read(TIMING_HEADER + row(0, 0) + row(1, 40) + row(2, 9000));
  expect([-5, 0, 19, 21, 40, 4000, 4600, 99_999].map((ms) => rowNear(times, ms))).toEqual([
    0, 0, 0, 1, 1, 1, 2, 2,
  ]);
  expect(rowNear(await read(''), 5)).toBe(-1);
});
