import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Take } from '#shared/contract/camera.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { findFfmpeg } from '../backends/ffmpeg.ts';
import type { Frame, TakeRecorder, TakeRequest } from '../ports.ts';
import { frameAt, makePictures } from '../recording/frames-double.ts';
import { startTake, type RecordingDeps } from '../recording/start-take.ts';
import { FolderLibrary } from './take-library.ts';

const deps: RecordingDeps = {
  clock: systemClock,
  log: createLog('silent'),
  ffmpeg: () => findFfmpeg(),
  appVersion: '9.9.9',
};
const never = new AbortController().signal;

let pictures: Buffer[];
let dir: string;
let library: FolderLibrary;
beforeAll(async () => {
  pictures = await makePictures(60);
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'library-'));
  library = new FolderLibrary(() => [dir], deps);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const record = async (
  feed: (take: TakeRecorder) => void,
  changes: Partial<TakeRequest> = {},
): Promise<Take> => {
  const take = await startTake(
    {
      slot: 'cam1',
      camera: 'wide',
      mode: { width: 320, height: 180, fps: 30, format: 'MJPG' },
      codec: 'mjpeg',
      outputDir: dir,
      sessionPrefix: 'live',
      trialNumber: 1,
      queueLimit: 120,
      broke: () => undefined,
      ...changes,
    },
    deps,
  );
  feed(take);
  return take.stop('asked');
};
const picture = (index: number): Buffer => pictures[index] ?? Buffer.alloc(0);
const frame = (index: number): Frame => frameAt(picture(index), index);
const feed =
  (from: number, to: number) =>
  (take: TakeRecorder): void => {
    for (let index = from; index < to; index += 1) take.push(frame(index));
  };
const still = async (file: string, row: number): Promise<Buffer> =>
  (await library.frame({ file }, row, never)).jpeg ?? Buffer.alloc(0);
/** The numbers of the pictures that are the recorded frames of those rows. */
const pushedAt = async (file: string, rows: number[]): Promise<number[]> => {
  const found: number[] = [];
  for (const row of rows) {
    const jpeg = await still(file, row);
    found.push(pictures.findIndex((one) => one.equals(jpeg)));
  }
  return found;
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const all = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('frames of a take by copy', () => {
  it('are the very pictures that were pushed, whatever is asked for first', async () => {
    const { file } = await record(feed(0, 60));
    expect(await pushedAt(file, [59, 0, 31, 30])).toEqual([59, 0, 31, 30]);
    expect(await pushedAt(file, all(60))).toEqual(all(60));
  });

  it('are told apart though several came within one millisecond', async () => {
    const { file } = await record((take) => {
      for (const index of all(20)) {
        const { arrivedNs } = index >= 8 && index < 13 ? frame(8) : frame(index);
        take.push({ ...frame(index), arrivedNs });
      }
    });
    expect(await pushedAt(file, all(20))).toEqual(all(20));
  });

  it('are found in a file that was cut off by a crash', async () => {
    const { file, bytes } = await record(feed(0, 60));
    // Behind the last picture there are at least 1000 bytes of index: some pictures go too.
    await truncate(join(dir, file), bytes - 20_000);
    const whole = (await pushedAt(file, all(40))).filter((index) => index >= 0);
    expect(whole).toEqual(all(40));
    await expect(still(file, 59)).rejects.toThrow("Frame 59 of live_trial001_wide.mkv can't");
  });

  it('are walked to once, however many ask at the same time', async () => {
    const { file, bytes } = await record(feed(0, 60));
    await truncate(join(dir, file), bytes - 1500);
    const stills = await Promise.all([40, 3, 57, 20, 40].map((row) => still(file, row)));
    expect(stills.map((jpeg) => pictures.findIndex((one) => one.equals(jpeg)))).toEqual([
      40, 3, 57, 20, 40,
    ]);
  });

  it.each([60, -1, 0.5, Number.NaN, 1e12])('has no frame %s', async (row) => {
    const { file } = await record(feed(0, 60));
    await expect(still(file, row)).rejects.toMatchObject({
      message: `${file} has no frame ${row}.`,
      hint: 'Its frames are 0 to 59.',
    });
  });

  it('says so where the file is no video, or its timing is gone', async () => {
    const { file } = await record(feed(0, 10));
    await rm(join(dir, 'live_trial001_wide_timing.csv'));
    await expect(still(file, 0)).rejects.toMatchObject({
      hint: 'Its timing is missing or empty.',
    });
    const other = await record(feed(0, 10), { trialNumber: 2 });
    await writeFile(join(dir, other.file), 'no video at all');
    await expect(still(other.file, 3)).rejects.toThrow("can't be read");
  });
});

describe('a take that is deleted or replaced', () => {
  it('is gone, and another of its name is another', async () => {
    const { file } = await record(feed(0, 10));
    const before = await library.frame({ file }, 3, never);
    const same = await library.frame({ file }, 3, never, before.version);
    expect(same).toEqual({ version: before.version, jpeg: null });
    const path = join(dir, file);
    await rename(path, `${path}.away`);
    await expect(still(file, 3)).rejects.toThrow('There is no take');
    await expect(library.view({ file })).rejects.toThrow('There is no take');
    await rm(join(dir, 'live_trial001_wide_timing.csv'));
    await rm(join(dir, 'live_trial001_wide_take.json'));
    await record(feed(20, 50));
    const after = await library.frame({ file }, 3, never, before.version);
    expect(after.version).not.toBe(before.version);
    expect(after.jpeg?.equals(picture(23))).toBe(true);
  });

  it('while it is read ends in an answer each time', async () => {
    const { file } = await record(feed(0, 60));
    const asked = all(60).map((row) =>
      still(file, row).then(
        (jpeg) => (jpeg.equals(picture(row)) ? 'its picture' : 'another picture'),
        (error: unknown) => (error instanceof Error ? error.message : ''),
      ),
    );
    await rm(join(dir, file));
    for (const answer of await Promise.all(asked))
      expect(answer).toMatch(/^its picture$|^There is no take/);
  });
});

describe('the view of a take', () => {
  it('has its rows, its pause and its drops where they are', async () => {
    const { file } = await record((take) => {
      feed(0, 10)(take);
      take.pause();
      feed(10, 30)(take);
      take.resume();
      feed(30, 40)(take);
      take.lost('bad_frame');
      take.lost('bad_frame');
      feed(40, 60)(take);
    });
    const view = await library.view({ file });
    expect(view).toMatchObject({ file, verdict: 'PASS', codec: 'mjpeg', problem: null });
    const { timing } = view;
    expect(timing).toMatchObject({ rows: 40, duration_ms: 1966.666, marks_left_out: 0 });
    expect(timing.first_utc_ms).toBe(Date.parse('2026-11-21T20:00:00Z'));
    expect(timing.marks).toEqual([
      { row: 10, at_ms: 1000, gap_ms: 700, dropped: 0, reason: 'paused' },
      { row: 20, at_ms: 1333.333, gap_ms: 33.333, dropped: 2, reason: 'bad_frame' },
    ]);
    expect(timing.overview.at_ms).toHaveLength(40);
    const rows = await library.rows({ file }, { from: 19, count: 3 });
    expect(rows).toMatchObject({ from: 19, ms: [1300, 1333.333, 1366.666] });
    expect(rows.dropped_before).toEqual([0, 2, 0]);
    expect(rows.source_pts).toEqual([39, 40, 41].map((index) => index / 30));
    expect(await library.rows({ file }, { at_ms: 1010, count: 1 })).toMatchObject({ from: 10 });
    expect(await library.rows({ file }, { from: 9999 })).toMatchObject({ ms: [] });
    expect(await pushedAt(file, [9, 10, 19, 20])).toEqual([9, 30, 39, 40]);
  });

  it('tells what the file tells where its JSON is missing', async () => {
    const { file } = await record(feed(0, 10));
    await rm(join(dir, 'live_trial001_wide_take.json'));
    expect(await library.list()).toEqual([]);
    const view = await library.view({ file });
    expect(view.problem).toBe('live_trial001_wide_take.json is not there.');
    expect(view).toMatchObject({ camera: 'wide', trial_number: 1, verdict: 'FAIL' });
    expect(view.timing.rows).toBe(10);
  });

  it('lists nothing for a folder that is not there', async () => {
    const none = new FolderLibrary(() => [join(dir, 'none'), dir], deps);
    await record(feed(0, 3));
    expect(await none.list()).toHaveLength(1);
  });
});

describe('frames of an H.264 take', () => {
  it('are its pictures in their order, each decoded to another one', async () => {
    const { file } = await record(feed(0, 60), { codec: 'h264' });
    const jpegs: Buffer[] = [];
    for (const row of [0, 15, 16, 17, 59]) jpegs.push(await still(file, row));
    for (const jpeg of jpegs)
      expect([jpeg.readUInt16BE(0), jpeg.readUInt16BE(jpeg.length - 2)]).toEqual([
        0xffd8, 0xffd9,
      ]);
    expect(new Set(jpegs.map((jpeg) => jpeg.toString('latin1'))).size).toBe(5);
    expect(await still(file, 16)).toBe(jpegs[2]);
  });

  it('are given up when nobody waits for them any more, and found when asked again', async () => {
    const { file } = await record(feed(0, 60), { codec: 'h264' });
    const over = new AbortController();
    const given = library.frame({ file }, 33, over.signal);
    over.abort();
    await expect(given).rejects.toThrow('not read in time');
    expect((await still(file, 33)).length).toBeGreaterThan(500);
  });

  it('are not asked of more decoders than the machine can bear', async () => {
    const { file } = await record(
      (take) => {
        for (let index = 0; index < 600; index += 1)
          take.push(frameAt(picture(index % 60), index));
      },
      { codec: 'h264', queueLimit: 1000 },
    );
    const program = join(dir, 'ffmpeg-that-waits');
    const pids = join(dir, 'pids');
    const waits = `#!/bin/sh\necho $$ >> ${pids}\nexec sleep 60\n`;
    await writeFile(program, waits, { mode: 0o755 });
    const real = await findFfmpeg();
    const slow = new FolderLibrary(() => [dir], {
      log: deps.log,
      ffmpeg: () => Promise.resolve({ ...real, ffmpeg: program }),
    });
    const over = new AbortController();
    const asked = all(30).map((block) =>
      slow.frame({ file }, block * 16, over.signal).catch((error: unknown) => String(error)),
    );
    await expect(asked[29]).resolves.toMatch(/Too many frames/);
    const started = async (): Promise<number[]> =>
      (await readFile(pids, 'utf8').catch(() => '')).trim().split('\n').map(Number);
    await expect.poll(async () => (await started()).length).toBe(2);
    over.abort();
    const answers = (await Promise.all(asked)).map(String);
    expect(answers.filter((answer) => answer.includes('Too many'))).toHaveLength(12);
    expect(answers.filter((answer) => answer.includes('not read in time'))).toHaveLength(18);
    for (const pid of await started()) await expect.poll(() => isAlive(pid)).toBe(false);
    expect(await started()).toHaveLength(2);
  });
});
