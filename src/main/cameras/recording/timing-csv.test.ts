import { expect, it } from 'vitest';
import { formatRow, parseTiming, type TimingRow } from './timing-csv.ts';

const HEADER = 'frame_index,monotonic_ns,utc,source_pts,queue_depth,dropped_before\n';
const row = (index: number, pts: number | null = null): TimingRow => ({
  index,
  monotonicNs: 123_456_789_012_345n + BigInt(index),
  utcMs: Date.parse('2026-11-21T20:00:00.033Z'),
  pts,
  queueDepth: 2,
  droppedBefore: 1,
});

it('writes a row as spreadsheets read it', () => {
  expect(formatRow(row(3, 0.1))).toBe('3,123456789012348,2026-11-21T20:00:00.033Z,0.1,2,1\n');
  expect(formatRow(row(3))).toContain('Z,,2,1');
});

it('reads back what it wrote', () => {
  const rows = [row(0), row(1, -1e-7), row(2, 12.5)];
  const text = HEADER + rows.map(formatRow).join('');
  expect(parseTiming(text)).toEqual({ rows, bytes: text.length });
});

it.each([
  '2,1234',
  '2,12,2026-11-21T20:00:00.033Z,,0,0',
  'garbage\n',
  '5,1,2026-11-21,,0,0\n',
  '2,12,no time at all,,0,0\n',
])('stops before a row that is not whole or not the next: %j', (tail) => {
  const whole = HEADER + formatRow(row(0)) + formatRow(row(1));
  const { rows, bytes } = parseTiming(whole + tail);
  expect(rows).toHaveLength(2);
  expect(bytes).toBe(whole.length);
});

it('takes nothing from another file', () => {
  expect(parseTiming('a,b,c\n1,2,3\n')).toEqual({ rows: [], bytes: 0 });
  expect(parseTiming('')).toEqual({ rows: [], bytes: 0 });
});
