import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CameraTrouble } from '../ports.ts';
import { ffmpegFinder, findFfmpeg, judgeVersion } from './ffmpeg.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcr-ffmpeg-'));
});
afterAll(() => rm(folder, { recursive: true }));

const program = async (name: string, body: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
};
const troubleOf = (path: string): Promise<unknown> =>
  findFfmpeg(path, path).catch((error: unknown) => error);

describe('findFfmpeg', () => {
  it('takes the one that is installed', async () => {
    const found = await findFfmpeg();
    expect(found.version).toMatch(/^\S+$/);
  });

  it('says what to do about one that is missing, too old, or no ffmpeg', async () => {
    const old = 'ffmpeg version 4.4.2-0ubuntu\nlibavutil      56. 70.100 / 56. 70.100';
    const troubles = await Promise.all([
      troubleOf(join(folder, 'nowhere')),
      troubleOf(await program('old', `echo "${old}"`)),
      troubleOf(
        await program('broken', 'echo "libx.so.9: cannot open shared object" >&2; exit 127'),
      ),
      troubleOf(await program('garbage', 'echo hello')),
    ]);
    for (const trouble of troubles) {
      expect(trouble).toBeInstanceOf(CameraTrouble);
      expect(trouble).toHaveProperty('hint', expect.stringMatching(/.{20}/));
    }
    expect(troubles.map(String)).toEqual([
      expect.stringContaining('was not found'),
      expect.stringContaining('4.4.2-0ubuntu is too old'),
      expect.stringContaining('ends at once: libx.so.9: cannot open shared object'),
      expect.stringContaining('does not answer like ffmpeg'),
    ]);
  });

  it('looks again after a failure, and no more once it found one', async () => {
    let asked = 0;
    const good = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', version: '7.1', fpsFlag: '-fps_mode' };
    const find = ffmpegFinder(async () => {
      asked += 1;
      if (asked === 1) throw new CameraTrouble('ffmpeg was not found.', 'Install it.');
      return { ...good, fpsFlag: '-fps_mode' };
    });
    await expect(find()).rejects.toThrow('not found');
    await Promise.all([find(), find()]);
    await expect(find()).resolves.toEqual(good);
    expect(asked).toBe(2);
  });
});

const said = (version: string, avutil: string): string =>
  `ffmpeg version ${version} Copyright\nlibavutil      ${avutil} / ${avutil}\n`;

describe('judgeVersion', () => {
  it('knows builds between releases by their libraries, and the option that 5.1 renamed', () => {
    expect(judgeVersion('ffmpeg', said('N-109542-g5d7a2d5', '58.  3.100'))).toEqual({
      version: 'N-109542-g5d7a2d5',
      fpsFlag: '-fps_mode',
    });
    expect(judgeVersion('ffmpeg', said('5.0.1', '57. 17.100')).fpsFlag).toBe('-vsync');
    expect(judgeVersion('ffmpeg', said('5.1.9', '57. 28.100')).fpsFlag).toBe('-fps_mode');
    expect(() => judgeVersion('ffmpeg', said('N-1', '56. 70.100'))).toThrow('too old');
  });
});
