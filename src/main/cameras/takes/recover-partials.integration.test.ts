import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { findFfmpeg } from '../backends/ffmpeg.ts';
import { startTake, type RecordingDeps } from '../recording/start-take.ts';
import { countFrames } from './count-frames.ts';
import { recoverPartials } from './recover-partials.ts';
import { FolderLibrary } from './take-library.ts';

const deps: RecordingDeps = {
  clock: systemClock,
  log: createLog('silent'),
  ffmpeg: () => findFfmpeg(),
  appVersion: '9.9.9',
};
const program = fileURLToPath(
  new URL('../recording/record-until-killed-double.ts', import.meta.url),
);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'recover-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Records in a process of its own and kills that at frame 75, and its recorder before it where asked. */
const crash = async (codec: string, recorderToo: boolean): Promise<number> => {
  const child = spawn(process.execPath, [program, dir, codec], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let pushed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [count = 0, pid = 0] = line.split(' ').map(Number);
    pushed = count;
    if (count < 75) continue;
    if (recorderToo) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    break;
  }
  await ended;
  return pushed;
};

describe('after a crash', () => {
  it.each([
    ['mjpeg', false],
    ['mjpeg', true],
    ['h264', true],
  ])('recovers a take in %s (recorder killed too: %s) but for 5 frames', async (codec, too) => {
    const pushed = await crash(codec, too);
    const partial = join(dir, 'crash_trial001_wide.mkv.partial');
    // The orphaned recorder finishes what is in its pipe.
    await expect
      .poll(async () => ((await countFrames('ffprobe', partial, 3000)) ?? 0) >= pushed - 5, {
        timeout: 5000,
      })
      .toBe(true);
    await appendFile(join(dir, 'crash_trial001_wide_timing.csv'), '75,12345');
    const takes = await recoverPartials(dir, deps);
    expect(takes).toHaveLength(1);
    const [take] = takes;
    expect(take).toMatchObject({
      recovered: true,
      camera: 'wide',
      slot: 'cam1',
      verdict: 'FAIL',
    });
    expect(take?.frames).toBeGreaterThanOrEqual(pushed - 5);
    expect(take?.rows).toBeGreaterThanOrEqual(pushed - 5);
    expect(take?.reasons[0]).toMatch(/The app ended/);
    const library = new FolderLibrary(() => [dir], deps);
    expect(await library.list()).toMatchObject(takes);
    const csv = await readFile(join(dir, 'crash_trial001_wide_timing.csv'), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength((take?.rows ?? 0) + 1);
    expect((await readdir(dir)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(await recoverPartials(dir, deps)).toEqual([]);
    const never = new AbortController().signal;
    const { jpeg } = await library.frame({ file: 'crash_trial001_wide.mkv' }, 40, never);
    expect(jpeg?.subarray(0, 2).toString('hex')).toBe('ffd8');
  });

  it('gives a left-over without its story the next free name and fails it', async () => {
    await writeFile(join(dir, 'show_trial003_left.mkv.partial'), 'no video');
    await writeFile(join(dir, 'show_trial003_left.mkv'), 'another');
    const [take] = await recoverPartials(dir, deps);
    expect(take).toMatchObject({
      file: 'show_trial003_left_2.mkv',
      trial_number: 3,
      frames: 0,
    });
    expect(take?.reasons.join(' ')).toMatch(/can't be read/);
    expect(await readFile(join(dir, 'show_trial003_left.mkv'), 'utf8')).toBe('another');
    expect(await readFile(join(dir, 'show_trial003_left_2.mkv'), 'utf8')).toBe('no video');
  });

  it('leaves alone what is still being recorded', async () => {
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
      },
      deps,
    );
    try {
      expect(await recoverPartials(dir, deps)).toEqual([]);
      expect(await readdir(dir)).toContain('live_trial001_wide.mkv.partial');
    } finally {
      await take.stop('test over');
    }
  });
});
