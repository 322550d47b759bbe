import { expect, test } from 'vitest';
import type { Disk } from '#shared/contract/camera.ts';
import {
  folderName,
  minutesOf,
  minutesWords,
  placeOf,
  rateWords,
  spaceWords,
  tightest,
} from './disk-words.ts';

const disk = (changes: Partial<Disk> = {}): Disk => ({
  output_dir: '/takes',
  level: 'ok',
  free_bytes: 186e9,
  total_bytes: 512e9,
  bytes_per_s: 14.6e6,
  recording: 2,
  minutes_left: 212.9,
  minutes_if_all: 104,
  message: null,
  ...changes,
});

test('minutes are those of what records, else of all', () => {
  expect(minutesOf(disk())).toBe(212.9);
  expect(minutesOf(disk({ minutes_left: null }))).toBe(104);
  expect(minutesWords(212.9)).toEqual({ figure: '212', unit: 'min' });
  expect(minutesWords(6001)).toEqual({ figure: '> 100', unit: 'h' });
  expect(minutesWords(null).figure).toBe('–');
});

test('the disk that is full first is the one that is shown', () => {
  const other = disk({ output_dir: '/other', minutes_left: 3 });
  const unknown = disk({ output_dir: '/new', minutes_left: null, minutes_if_all: null });
  expect(tightest({ a: disk(), b: other, c: unknown })).toBe(other);
  expect(tightest({})).toBeUndefined();
});

test('says what it is counted from', () => {
  expect(rateWords(disk())).toBe('14.6 MB/s measured, 2 recording');
  expect(rateWords(disk({ recording: 0 }))).toBe('nothing records');
  expect(spaceWords(disk())).toBe('186.0 GB of 512.0 GB free');
  expect(spaceWords(disk({ total_bytes: null }))).toBe('the disk does not answer');
});

test('the bar keeps its ends', () => {
  expect([0, 25, 100, 900, -1].map((minutes) => placeOf(minutes, 100))).toEqual([
    0, 0.5, 1, 1, 0,
  ]);
});

test('a folder is called by its own name', () => {
  expect(['/mnt/ssd/Takes A', 'D:\\takes\\', '/'].map(folderName)).toEqual([
    'Takes A',
    'takes',
    '/',
  ]);
});
