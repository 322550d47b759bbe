import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TakeSchema } from '#shared/contract/camera.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { findFfmpeg } from '../backends/ffmpeg.ts';
import { CameraTrouble, type TakeRecorder, type TakeRequest } from '../ports.ts';
import { frameAt, makePictures } from './frames-double.ts';
import { startTake, type RecordingDeps } from './start-take.ts';
import { parseTiming } from './timing-csv.ts';

const deps: RecordingDeps = {
  clock: systemClock,
  log: createLog('silent'),
  ffmpeg: () => findFfmpeg(),
  appVersion: '9.9.9',
};

let pictures: Buffer[];
let dir: string;
let broken: PromiseWithResolvers<string>;
const open: TakeRecorder[] = [];

const start = async (
  changes: Partial<TakeRequest> = {},
  others: Partial<RecordingDeps> = {},
): Promise<TakeRecorder> => {
  const request: TakeRequest = {
    slot: 'cam1',
    camera: 'wide',
    mode: { width: 320, height: 180, fps: 30, format: 'MJPG' },
    codec: 'mjpeg',
    outputDir: dir,
    sessionPrefix: 'show',
    trialNumber: 7,
    queueLimit: 120,
    broke: broken.resolve,
    ...changes,
  };
  const take = await startTake(request, { ...deps, ...others });
  open.push(take);
  return take;
};

const picture = (index: number): Buffer => pictures[index % pictures.length] ?? Buffer.alloc(0);
const feed = (take: TakeRecorder, from: number, to: number): void => {
  for (let index = from; index < to; index += 1) take.push(frameAt(picture(index), index));
};
const recorded = (take: TakeRecorder, count: number): Promise<void> =>
  expect.poll(() => take.figures().recorded, { timeout: 8000, interval: 5 }).toBe(count);

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const refusal = (
  changes: Partial<TakeRequest>,
  others: Partial<RecordingDeps> = {},
): Promise<string> =>
  start(changes, others).then(
    () => 'started',
    (error: unknown) => (error instanceof CameraTrouble ? error.message : String(error)),
  );

const timesIn = (file: string): number[] =>
  execFileSync('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'packet=pts_time',
    '-of',
    'csv=p=0',
    file,
  ])
    .toString()
    .trim()
    .split('\n')
    .map(Number);
const rowsOf = async (base: string) =>
  parseTiming(await readFile(join(dir, `${base}_timing.csv`), 'utf8')).rows;

/** An ffmpeg whose files can't grow beyond 50 kB: its writes fail as on a full disk. */
const withFullDisk = async (): Promise<Partial<RecordingDeps>> => {
  const program = join(dir, '.full-disk-ffmpeg');
  await writeFile(program, '#!/bin/bash\nulimit -f 50\ntrap "" XFSZ\nexec ffmpeg "$@"\n');
  await chmod(program, 0o755);
  const real = await findFfmpeg();
  return { ffmpeg: () => Promise.resolve({ ...real, ffmpeg: program }) };
};

beforeAll(async () => {
  pictures = await makePictures(30);
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'take-'));
  broken = Promise.withResolvers();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((take) => take.stop('test over')));
  await rm(dir, { recursive: true, force: true });
});
afterAll(() => expect(pictures).toHaveLength(30));

describe('a take that goes well', () => {
  it('has every frame at its own time, a row for each, and passes', async () => {
    const take = await start();
    expect((await readdir(dir)).toSorted()).toEqual([
      'show_trial007_wide.mkv.partial',
      'show_trial007_wide_take.json.partial',
      'show_trial007_wide_timing.csv',
    ]);
    feed(take, 0, 60);
    await recorded(take, 60);
    expect(take.pids()).toHaveLength(1);
    const result = await take.stop('asked');
    expect(result).toMatchObject({
      file: 'show_trial007_wide.mkv',
      frames: 60,
      rows: 60,
      captured: 60,
      drops: {},
      verdict: 'PASS',
      reasons: [],
      actual_fps: 30,
      largest_gap_ms: 33.3,
      gaps: [],
      recovered: false,
      app_version: '9.9.9',
    });
    expect(take.pids()).toEqual([]);
    const names = (await readdir(dir)).toSorted();
    expect(names).toEqual([
      'show_trial007_wide.mkv',
      'show_trial007_wide_take.json',
      'show_trial007_wide_timing.csv',
    ]);
    const times = timesIn(join(dir, 'show_trial007_wide.mkv'));
    expect(times).toEqual(times.map((_, index) => Math.round((index * 1000) / 30) / 1000));
    const rows = await rowsOf('show_trial007_wide');
    expect(rows).toHaveLength(60);
    expect(rows[59]).toMatchObject({ index: 59, pts: 59 / 30, droppedBefore: 0 });
    const json = await readFile(join(dir, 'show_trial007_wide_take.json'), 'utf8');
    expect(TakeSchema.parse(JSON.parse(json))).toEqual(TakeSchema.parse(result));
  });

  it('keeps bursts and irregular times as they came', async () => {
    const take = await start();
    const ms = [0, 33, 66, 66, 66, 190, 191, 300];
    ms.forEach((at, index) => {
      const frame = frameAt(picture(index), index);
      take.push({ ...frame, arrivedNs: 1_000_000n * BigInt(at) });
    });
    const result = await take.stop('asked');
    expect(result).toMatchObject({ frames: 8, rows: 8, captured: 8, largest_gap_ms: 124 });
    expect(timesIn(join(dir, result.file))).toEqual(ms.map((at) => at / 1000));
  });

  it('records H.264 frame by frame too', async () => {
    const take = await start({ codec: 'h264' });
    feed(take, 0, 45);
    const result = await take.stop('asked');
    expect(result).toMatchObject({ frames: 45, rows: 45, verdict: 'PASS' });
    const times = timesIn(join(dir, result.file));
    expect(times.map((time) => Math.round(time * 30))).toEqual(times.map((_, index) => index));
  });

  it('is one take with a marked gap when it was paused', async () => {
    const take = await start();
    feed(take, 0, 20);
    take.pause();
    feed(take, 20, 80);
    take.lost('bad_frame');
    take.resume();
    feed(take, 80, 100);
    const result = await take.stop('asked');
    expect(result).toMatchObject({ frames: 40, rows: 40, captured: 40, verdict: 'PASS' });
    expect(result.gaps).toEqual([{ after_row: 19, ms: 2033, reason: 'paused' }]);
    expect(result.largest_gap_ms).toBeCloseTo(33.3);
    expect(timesIn(join(dir, result.file)).at(-1)).toBe(3.3);
  });

  it('never overwrites: the next of the same name gets a number', async () => {
    await writeFile(join(dir, 'show_trial007_wide_4.mkv'), 'not ours');
    const both = await Promise.all([start(), start(), start(), start()]);
    for (const take of both) feed(take, 0, 3);
    const files = (await Promise.all(both.map((take) => take.stop('asked')))).map(
      (t) => t.file,
    );
    expect(files.toSorted()).toEqual([
      'show_trial007_wide.mkv',
      'show_trial007_wide_2.mkv',
      'show_trial007_wide_3.mkv',
      'show_trial007_wide_5.mkv',
    ]);
    expect(await readFile(join(dir, 'show_trial007_wide_4.mkv'), 'utf8')).toBe('not ours');
  });

  it('leaves a file alone that took its name meanwhile, and says so', async () => {
    const take = await start();
    feed(take, 0, 10);
    await writeFile(join(dir, 'show_trial007_wide.mkv'), 'not ours');
    const result = await take.stop('asked');
    expect(result.verdict).toBe('FAIL');
    expect(result.reasons.join(' ')).toContain(
      'there is another file named show_trial007_wide',
    );
    expect(await readFile(join(dir, 'show_trial007_wide.mkv'), 'utf8')).toBe('not ours');
    expect(timesIn(join(dir, 'show_trial007_wide.mkv.partial'))).toHaveLength(10);
  });
});

describe('self-test: known losses', () => {
  it('reports injected drops exactly, each by its reason', async () => {
    const take = await start();
    feed(take, 0, 10);
    for (let bad = 0; bad < 3; bad += 1) take.lost('bad_frame');
    feed(take, 10, 20);
    take.push({ ...frameAt(picture(0), 20), gap: { ms: 900, reason: 'stalled' } });
    take.lost('bad_frame');
    const result = await take.stop('asked');
    expect(result).toMatchObject({
      captured: 25,
      rows: 21,
      frames: 21,
      drops: { bad_frame: 4 },
    });
    expect(result.verdict).toBe('PASS');
    expect(result.reasons).toEqual(['4 frames of 25 dropped, all accounted for: bad_frame 4.']);
    expect(result.gaps).toEqual([
      { after_row: 9, ms: 33, reason: 'bad_frame' },
      { after_row: 19, ms: 33, reason: 'stalled' },
    ]);
    const rows = await rowsOf('show_trial007_wide');
    expect(rows.map((row) => row.droppedBefore).filter((count) => count > 0)).toEqual([3]);
  });

  it('notices frames that never reached it', async () => {
    const take = await start();
    feed(take, 0, 30);
    feed(take, 32, 90);
    const result = await take.stop('asked');
    expect(result).toMatchObject({ captured: 90, rows: 88, frames: 88, verdict: 'FAIL' });
    expect(result.reasons[0]).toBe(
      '2 frames captured, but neither recorded nor counted as dropped.',
    );
  });

  it('drops beyond the bound while the recorder stands still, and counts each', async () => {
    const take = await start({ queueLimit: 10 });
    feed(take, 0, 5);
    await recorded(take, 5);
    const [pid = 0] = take.pids();
    process.kill(pid, 'SIGSTOP');
    let index = 5;
    for (; index < 400; index += 1) {
      take.push(frameAt(picture(index), index));
      await turn();
    }
    const during = take.figures();
    process.kill(pid, 'SIGCONT');
    expect(during.queueDepth).toBe(10);
    expect(during.drops['queue_full']).toBe(400 - during.recorded - 10);
    await recorded(take, during.recorded + 10);
    feed(take, 400, 405);
    const result = await take.stop('asked');
    expect(result.captured).toBe(405);
    expect(result.rows).toBe(during.recorded + 15);
    expect(result.frames).toBe(result.rows);
    expect(result.drops).toEqual({ queue_full: 405 - result.rows });
    expect(result.gaps.map((gap) => gap.reason)).toContain('queue_full');
    const rows = await rowsOf('show_trial007_wide');
    expect(rows.reduce((sum, row) => sum + row.droppedBefore, 0)).toBe(405 - result.rows);
  });
});

describe('a take that breaks', () => {
  it('says so when the recorder is killed, and keeps what was written', async () => {
    const take = await start();
    for (let index = 0; index < 60; index += 1) {
      feed(take, index, index + 1);
      await recorded(take, index + 1);
    }
    await expect
      .poll(() =>
        readFile(join(dir, 'show_trial007_wide.mkv.partial')).then((file) => file.length),
      )
      .toBeGreaterThan(1000);
    process.kill(take.pids()[0] ?? 0, 'SIGKILL');
    expect(await broken.promise).toMatch(/recorder ended by itself.*SIGKILL/);
    feed(take, 60, 70);
    const result = await take.stop('broke');
    expect(result).toMatchObject({ rows: 60, captured: 70, drops: { recorder_lost: 10 } });
    expect(result.verdict).toBe('FAIL');
    expect(result.frames).toBeGreaterThanOrEqual(55);
    expect(timesIn(join(dir, result.file))).toHaveLength(result.frames);
  });

  it('ends by itself when the disk is full; what was written can be played', async () => {
    const take = await start({}, await withFullDisk());
    feed(take, 0, 90);
    expect(await broken.promise).toMatch(/ended by itself/);
    const result = await take.stop('broke');
    expect(result.frames).toBeGreaterThan(5);
    expect(timesIn(join(dir, result.file))).toHaveLength(result.frames);
    expect(result.rows + (result.drops['recorder_lost'] ?? 0)).toBe(result.captured);
    expect(result).toMatchObject({ captured: 90, verdict: 'FAIL' });
  });

  it('notices that its folder was removed', async () => {
    const take = await start();
    feed(take, 0, 10);
    await recorded(take, 10);
    await rm(dir, { recursive: true });
    expect(await broken.promise).toMatch(/folder was removed/);
    const result = await take.stop('broke');
    expect(result).toMatchObject({ frames: 0, captured: 10, verdict: 'FAIL' });
    expect(result.reasons.join(' ')).toMatch(/file is gone.*could not be given its name/);
  });

  it('says so when an ffmpeg ends at once', async () => {
    const take = await start(
      {},
      { ffmpeg: async () => ({ ...(await findFfmpeg()), ffmpeg: 'false' }) },
    );
    expect(await broken.promise).toMatch(/ended by itself/);
    feed(take, 0, 3);
    expect(await take.stop('broke')).toMatchObject({ frames: 0, rows: 0, verdict: 'FAIL' });
  });

  it('fails a take without a frame and leaves nothing half-named', async () => {
    const take = await start();
    const result = await take.stop('asked');
    expect(result).toMatchObject({ frames: 0, rows: 0, captured: 0, verdict: 'FAIL' });
    expect(result.reasons[0]).toBe('No frame was recorded.');
    expect((await readdir(dir)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('ends in time though the recorder hangs', async () => {
    const take = await start();
    feed(take, 0, 5);
    await recorded(take, 5);
    process.kill(take.pids()[0] ?? 0, 'SIGSTOP');
    feed(take, 5, 400);
    const before = performance.now();
    const result = await take.stop('asked');
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(result).toMatchObject({ captured: 400, verdict: 'FAIL' });
    const dropped = Object.values(result.drops).reduce((sum, count) => sum + count, 0);
    expect(result.rows + dropped).toBe(400);
    expect(take.pids()).toEqual([]);
  });
});

describe('a take that can not start', () => {
  it.each(['../up', '.hidden', 'a/b', '', 'a b', 'x\0', 'é', 'x'.repeat(101)])(
    'refuses the session name %j',
    async (sessionPrefix) => {
      expect(await refusal({ sessionPrefix })).toMatch(/session name/);
      expect(await readdir(dir)).toEqual([]);
    },
  );

  it.each([0, -1, 10_000, 1.5, Number.NaN])('refuses the trial %s', async (trialNumber) => {
    expect(await refusal({ trialNumber })).toMatch(/no trial number/);
  });

  it('refuses a folder that is missing, no folder, or can not be written to', async () => {
    await writeFile(join(dir, 'file'), '');
    expect(await refusal({ outputDir: join(dir, 'none') })).toMatch(/isn't there/);
    expect(await refusal({ outputDir: join(dir, 'file') })).toMatch(/is no folder/);
    expect(await refusal({ outputDir: '/sys' })).toMatch(/output folder \/sys/);
  });

  it('leaves nothing behind when ffmpeg does not start', async () => {
    const missing = async () => ({ ...(await findFfmpeg()), ffmpeg: join(dir, 'none') });
    expect(await refusal({}, { ffmpeg: missing })).toMatch(/does not start/);
    expect(await readdir(dir)).toEqual([]);
  });
});
