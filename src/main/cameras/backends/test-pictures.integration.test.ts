import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmjpegSplitter } from '../capture/smjpeg-splitter.ts';
import { CameraTrouble } from '../ports.ts';
import { type Ffmpeg, findFfmpeg } from './ffmpeg.ts';
import { QUIET, SMJPEG } from './ffmpeg-args.ts';
import { fillRows, openRows, ROW_LINES } from './jpeg-rows.ts';
import { IN_ROWS, stripLines, testPictures } from './test-pictures.ts';

const run = promisify(execFile);
const SIZES = [
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
let found: Ffmpeg | null = null;
let folder = '';
beforeAll(async () => {
  found = await findFfmpeg();
  folder = await mkdtemp(join(tmpdir(), 'mcr-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** One JPEG of a test source in rows. */
const pictureOf = async (source: string, encode = IN_ROWS): Promise<Buffer> => {
  const input = ['-f', 'lavfi', '-i', source, '-frames:v', '1'];
  const args = [...QUIET, ...input, ...encode, ...SMJPEG];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer' });
  const pictures: Buffer[] = [];
  const splitter = new SmjpegSplitter({
    picture: (jpeg) => pictures.push(jpeg),
    bad: (reason) => expect.fail(reason),
  });
  splitter.push(stdout);
  return pictures[0] ?? Buffer.alloc(0);
};

/** The brightness of each pixel. Rejects where a decoder finds the least fault. */
const pixelsOf = async (jpeg: Buffer, lines: number, width: number): Promise<Buffer> => {
  const file = join(folder, 'one.jpg');
  await writeFile(file, jpeg);
  const strict = '-v warning -xerror -err_detect explode -f jpeg_pipe'.split(' ');
  const raw = '-frames:v 1 -f rawvideo pipe:1'.split(' ');
  const options = { encoding: 'buffer', maxBuffer: 16_000_000 } as const;
  const { stdout, stderr } = await run('ffmpeg', [...strict, '-i', file, ...raw], options);
  expect(stderr.toString()).toBe('');
  expect(stdout.length).toBe(lines * width * 1.5);
  return stdout.subarray(0, lines * width);
};

const but = (change: string): string[] => [...IN_ROWS, ...change.split(' ')];
const standIn = (program: string): Ffmpeg => ({
  ffmpeg: join(folder, program),
  ffprobe: 'ffprobe',
  version: '7.1',
  fpsFlag: '-fps_mode',
});

describe('a picture in rows', () => {
  it.each(SIZES)('takes other rows in, $width x $height', async ({ width, height }) => {
    const full = await pictureOf(`testsrc2=size=${width}x${height}`);
    const rows = Math.ceil(height / ROW_LINES);
    const before = await pixelsOf(full, height, width);
    for (const [first, count] of [
      [1, 2],
      [rows - 4, 3],
      [6, 12],
    ] as const) {
      const lines = count * ROW_LINES;
      const strip = await pictureOf(`testsrc=size=${width}x${lines}`);
      const whole = fillRows(openRows(full, first, count), strip);
      const after = await pixelsOf(whole, height, width);
      const from = first * ROW_LINES * width;
      const to = from + lines * width;
      expect(after.subarray(0, from).equals(before.subarray(0, from))).toBe(true);
      expect(after.subarray(to).equals(before.subarray(to))).toBe(true);
      const put = await pixelsOf(strip, lines, width);
      expect(after.subarray(from, to).equals(put)).toBe(true);
    }
  });

  it('refuses what does not fit', async () => {
    const full = await pictureOf('testsrc2=size=640x360');
    const hanging = await pictureOf('testsrc2=size=640x360', but('-threads 1'));
    const cut = full.subarray(0, 9000);
    for (const jpeg of [hanging, cut, full.subarray(0, 40), Buffer.from([0xff, 0xd8])])
      expect(() => openRows(jpeg, 3, 2)).toThrow(CameraTrouble);
    for (const [first, count] of [
      [0, 2],
      [22, 2],
    ] as const)
      expect(() => openRows(full, first, count)).toThrow(CameraTrouble);
    const opened = openRows(full, 3, 2);
    const strips = await Promise.all([
      pictureOf('color=size=640x32', but('-q:v 5')),
      pictureOf('color=size=640x32', but('-threads 1')),
      pictureOf('color=size=656x32'),
      pictureOf('color=size=640x48'),
    ]);
    strips.push(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), full);
    for (const strip of strips) expect(() => fillRows(opened, strip)).toThrow(CameraTrouble);
    const fits = await pictureOf('color=size=640x32');
    expect(fillRows(opened, fits).length).toBeGreaterThan(fits.length);
  });
});

describe('test pictures', () => {
  it.each(SIZES)('are made once, move, and are whole, $width x $height', async (size) => {
    if (!found) throw new Error('there is no ffmpeg');
    const picturesOf = testPictures();
    const [pictures, same] = await Promise.all([
      picturesOf(found, size),
      picturesOf(found, size),
    ]);
    expect(same).toBe(pictures);
    const lines = stripLines(size);
    const strip = await pictureOf(`color=black:size=${size.width}x${lines}`);
    const first = pictures.finish(strip, 0);
    await pixelsOf(first, size.height, size.width);
    expect(pictures.finish(strip, 30).equals(first)).toBe(true);
    const others = Array.from({ length: 29 }, (_, at) => pictures.finish(strip, at + 1));
    expect(new Set([first, ...others].map((one) => one.toString('latin1'))).size).toBe(30);
  });

  it('are asked for again after they could not be made, with the reason', async () => {
    const picturesOf = testPictures();
    const size = { width: 64, height: 96 };
    const scripts = {
      fails: 'echo "Unknown encoder mjpeg" >&2; exit 1',
      garbage: 'echo hello',
    };
    for (const [name, body] of Object.entries(scripts))
      await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const trouble = (program: string) => picturesOf(standIn(program), size);
    await expect(trouble('nowhere')).rejects.toThrow(/could not make test pictures.*ENOENT/);
    await expect(trouble('fails')).rejects.toThrow('Unknown encoder mjpeg');
    await expect(trouble('garbage')).rejects.toThrow('ffmpeg made no test pictures');
    if (found) await expect(picturesOf(found, size)).resolves.toBeDefined();
  });
});
