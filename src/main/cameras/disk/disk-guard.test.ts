import { afterEach, expect, it } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { createLog } from '../../log.ts';
import { CameraTrouble } from '../ports.ts';
import { DiskGuard, freeBytesOf, type DiskState } from './disk-guard.ts';

const GB = 1e9;
const open: DiskGuard[] = [];
afterEach(() => open.splice(0).forEach((guard) => guard.close()));

const guarded = (rates: Record<string, number>) => {
  const clock = new ManualClock();
  const told: DiskState[] = [];
  const disk = { free: (): Promise<number> => Promise.resolve(100 * GB) };
  const recording = Object.entries(rates).map(([outputDir, bytesPerS]) => ({
    outputDir,
    bytesPerS,
  }));
  const guard = new DiskGuard({
    clock,
    log: createLog('silent'),
    freeBytes: () => disk.free(),
    limits: () => ({ disk_warn_minutes: 30, disk_stop_minutes: 2, disk_stop_bytes: 0.5 * GB }),
    recording: () => recording,
    changed: (state) => told.push(state),
  });
  open.push(guard);
  const has = (bytes: number): void => {
    disk.free = () => Promise.resolve(bytes);
  };
  return { clock, told, disk, has, guard, recording };
};

it('tells each change of level once: warn, stop, ok', async () => {
  const { clock, told, has } = guarded({ '/takes': 1_000_000 });
  await clock.advance(10_000);
  expect(told).toEqual([]);
  has(1.2 * GB);
  await clock.advance(10_000);
  expect(told.map(({ level, minutesLeft }) => [level, minutesLeft])).toEqual([['warn', 20]]);
  expect(told[0]?.message).toMatch(/1\.2 GB free in \/takes, 20 min at this rate/);
  has(0.49 * GB);
  await clock.advance(2000);
  has(50 * GB);
  await clock.advance(10_000);
  expect(told.map(({ level }) => level)).toEqual(['warn', 'stop', 'ok']);
});

it('sums the rates of all that records', async () => {
  const { guard, has } = guarded({ '/a': 4_000_000, '/b': 6_000_000 });
  has(6 * GB);
  expect(await guard.look('/a')).toMatchObject({ minutesLeft: 10, level: 'warn' });
  expect(await guard.look('/a', 40_000_000)).toMatchObject({ minutesLeft: 2, level: 'warn' });
  expect(await guard.look('/a', 90_000_000)).toMatchObject({ minutesLeft: 1, level: 'stop' });
});

it('refuses to start what it would have to stop', async () => {
  const { guard, has } = guarded({});
  await guard.admit('/takes', 5_000_000);
  has(0.6 * GB);
  await expect(guard.admit('/takes', 10_000_000)).rejects.toThrow(CameraTrouble);
  await guard.admit('/takes', 1_000_000);
  has(0.4 * GB);
  await expect(guard.admit('/takes', 0)).rejects.toThrow('too little to record');
});

it('stops when the disk is gone', async () => {
  const { clock, told, disk } = guarded({ '/takes': 1 });
  disk.free = () => Promise.reject(new Error('ENOENT'));
  await clock.advance(2000);
  expect(told).toMatchObject([{ level: 'stop', freeBytes: 0 }]);
  expect(told[0]?.message).toMatch(/is gone/);
});

it('stops when the disk does not answer for 3 s', async () => {
  const { clock, told, disk } = guarded({ '/takes': 1 });
  disk.free = () => new Promise(() => undefined);
  await clock.advance(4900);
  expect(told).toEqual([]);
  await clock.advance(200);
  expect(told).toMatchObject([{ level: 'stop' }]);
});

it('starts afresh for a folder that was not recorded to for a while', async () => {
  const { clock, told, has, recording } = guarded({ '/takes': 1_000_000 });
  has(0.1 * GB);
  await clock.advance(2000);
  const [take] = recording.splice(0);
  await clock.advance(2000);
  if (take) recording.push(take);
  await clock.advance(2000);
  expect(told.map(({ level }) => level)).toEqual(['stop', 'stop']);
});

it('is silent once closed', async () => {
  const { clock, told, has, guard } = guarded({ '/takes': 1 });
  has(0);
  guard.close();
  await clock.advance(10_000);
  expect(told).toEqual([]);
});

it('asks the real disk', async () => {
  expect(await freeBytesOf(process.cwd())).toBeGreaterThan(0);
  await expect(freeBytesOf('/none/of/these')).rejects.toThrow('ENOENT');
});
