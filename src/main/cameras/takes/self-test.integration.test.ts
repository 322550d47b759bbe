import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { findFfmpeg } from '../backends/ffmpeg.ts';
import type { Frame, TakeRecorder } from '../ports.ts';
import { makePictures } from '../recording/frames-double.ts';
import { startTake } from '../recording/start-take.ts';
import type { StartTake } from '../runtime-recording.ts';
import { selfTest } from './self-test.ts';

const start: StartTake = (request) =>
  startTake(request, {
    clock: systemClock,
    log: createLog('silent'),
    ffmpeg: () => findFfmpeg(),
    appVersion: '9.9.9',
  });

let outputDir: string;
beforeEach(async () => {
  outputDir = await mkdtemp(join(tmpdir(), 'mcr-self-test-'));
});
afterEach(() => rm(outputDir, { recursive: true, force: true }));

const tried = async (using: StartTake, folder = outputDir) => {
  const [picture = Buffer.alloc(0)] = await makePictures(1);
  const size = { width: 320, height: 180 };
  return selfTest({ start: using, clock: systemClock, outputDir: folder, picture, size });
};

test('known losses are reported exactly, and nothing stays on the disk', async () => {
  const { passed, checks, reasons } = await tried(start);
  expect(checks.filter(({ expected, reported }) => expected !== reported)).toEqual([]);
  expect(checks.map(({ expected }) => expected)).toEqual([310, 300, 300, 3, 5, 2]);
  expect(reasons).toContain('2 frames captured, but neither recorded nor counted as dropped.');
  expect(passed).toBe(true);
  expect(await readdir(outputDir)).toEqual([]);
});

/** Loses a frame in silence. */
const losing: StartTake = async (request) => {
  const take = await start(request);
  let seen = 0;
  const push = (frame: Frame): void => {
    seen += 1;
    if (seen !== 40) take.push({ ...frame, index: seen });
  };
  return new Proxy<TakeRecorder>(take, {
    get: (target, name) => {
      if (name === 'push') return push;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

test('a recorder that loses a frame without a word fails it', async () => {
  const { passed, checks } = await tried(losing);
  expect(passed).toBe(false);
  expect(checks.some(({ expected, reported }) => expected !== reported)).toBe(true);
});

test('a folder that is not there is said', async () => {
  await expect(tried(start, join(outputDir, 'gone'))).rejects.toThrow(/isn't there/);
});
