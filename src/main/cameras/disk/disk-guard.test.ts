import { afterEach, expect, it } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { createLog } from '../../log.ts';
import { CameraTrouble } from '../ports.ts';
import { CamerasConfigSchema, type Disk } from '#shared/contract/camera.ts';
import { DiskGuard, diskSpaceOf, type DiskSpace } from './disk-guard.ts';

const GB = 1e9;
const open: DiskGuard[] = [];
afterEach(() => open.splice(0).forEach((guard) => guard.close()));

const of = (free: number): DiskSpace => ({ free, total: 500 * GB });
const limits = CamerasConfigSchema.parse({ disk_refuse_bytes: 0.55 * GB });

const guarded = (rates: Record<string, number>) => {
  const clock = new ManualClock();
  const told: Disk[] = [];
  const seen: Disk[][] = [];
  const disk = { space: (): Promise<DiskSpace> => Promise.resolve(of(100 * GB)) };
  const recording = Object.entries(rates).map(([outputDir, bytesPerS]) => ({
    outputDir,
    bytesPerS,
    recording: true,
  }));
  const guard = new DiskGuard({
    clock,
    log: createLog('silent'),
    space: () => disk.space(),
    limits: () => limits,
    uses: () => recording,
    changed: (state) => told.push(state),
    seen: (disks) => seen.push([...disks]),
  });
  open.push(guard);
  const has = (bytes: number): void => {
    disk.space = () => Promise.resolve(of(bytes));
  };
  return { clock, told, seen, disk, has, guard, recording };
};

it('tells each change of level once: warn, stop, ok', async () => {
  const { clock, told, has } = guarded({ '/takes': 1_000_000 });
  await clock.advance(10_000);
  expect(told).toEqual([]);
  has(1.2 * GB);
  await clock.advance(10_000);
  expect(told.map(({ level, minutes_left }) => [level, minutes_left])).toEqual([['warn', 20]]);
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
  expect(await guard.look('/a')).toMatchObject({ minutes_left: 10, level: 'warn' });
  expect(await guard.look('/a', 40_000_000)).toMatchObject({
    minutes_left: 2,
    level: 'refuse',
  });
  expect(await guard.look('/a', 90_000_000)).toMatchObject({ minutes_left: 1, level: 'stop' });
});

it('refuses to start what it would have to stop', async () => {
  const { guard, has } = guarded({});
  await guard.admit('/takes', 5_000_000);
  has(0.6 * GB);
  await expect(guard.admit('/takes', 4_000_000)).rejects.toThrow('2 min at this rate');
  await expect(guard.admit('/takes', 10_000_000)).rejects.toThrow(CameraTrouble);
  await guard.admit('/takes', 1_000_000);
  has(0.4 * GB);
  await expect(guard.admit('/takes', 0)).rejects.toThrow('too little to record');
});

it('stops when the disk is gone', async () => {
  const { clock, told, disk } = guarded({ '/takes': 1 });
  disk.space = () => Promise.reject(new Error('ENOENT'));
  await clock.advance(2000);
  expect(told).toMatchObject([{ level: 'stop', free_bytes: 0 }]);
  expect(told[0]?.message).toMatch(/is gone/);
});

it('stops when the disk does not answer for 3 s', async () => {
  const { clock, told, disk } = guarded({ '/takes': 1 });
  disk.space = () => new Promise(() => undefined);
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

it('shows every folder in use, with what is left if all cameras recorded', async () => {
  const { clock, told, seen, recording } = guarded({ '/takes': 1_000_000 });
  recording.push({ outputDir: '/other', bytesPerS: 4_000_000, recording: false });
  await clock.advance(2000);
  expect(seen.at(-1)).toMatchObject([
    { output_dir: '/takes', level: 'ok', recording: 1, bytes_per_s: 1_000_000, message: null },
    { output_dir: '/other', minutes_if_all: 100e9 / 5e6 / 60, total_bytes: 500 * GB },
  ]);
  expect(told).toEqual([]);
});

it('warns of an idle disk by what all cameras would need, and ends nothing there', async () => {
  const { clock, told, seen, has, recording } = guarded({ '/takes': 10_000_000 });
  for (const use of recording) use.recording = false;
  has(6 * GB);
  await clock.advance(2000);
  expect(seen.at(-1)).toMatchObject([
    { level: 'warn', minutes_left: null, minutes_if_all: 10 },
  ]);
  has(0.1 * GB);
  await clock.advance(2000);
  expect(seen.at(-1)?.[0]?.message).toMatch(/No take starts: free some space/);
  expect(told).toEqual([]);
});

it('is silent once closed', async () => {
  const { clock, told, has, guard } = guarded({ '/takes': 1 });
  has(0);
  guard.close();
  await clock.advance(10_000);
  expect(told).toEqual([]);
});

it('asks the real disk', async () => {
  const { free, total } = await diskSpaceOf(process.cwd());
  expect(free).toBeGreaterThan(0);
  expect(total).toBeGreaterThanOrEqual(free);
  await expect(diskSpaceOf('/none/of/these')).rejects.toThrow('ENOENT');
});
