import { describe, expect, it } from 'vitest';
import { MultipartSplitter } from './multipart-splitter.ts';

const jpegOf = (length: number, fill = 0x41): Buffer => {
  const jpeg = Buffer.alloc(length, fill);
  jpeg.set([0xff, 0xd8, 0xff, 0xe0]);
  jpeg.set([0xff, 0xd9], length - 2);
  return jpeg;
};
const start = Buffer.from('--ffmpeg\r\n');
const part = (body: Buffer, length = body.length): Buffer =>
  Buffer.concat([
    Buffer.from(`Content-type: image/jpeg\r\nContent-length: ${length}\r\n\r\n`),
    body,
    Buffer.from('\r\n--ffmpeg\r\n'),
  ]);

const split = (
  bytes: Buffer,
  sizes: (at: number) => number = () => bytes.length,
  most?: number,
) => {
  const pictures: Buffer[] = [];
  const bad: string[] = [];
  const splitter = new MultipartSplitter(
    { picture: (jpeg) => pictures.push(jpeg), bad: (reason) => bad.push(reason) },
    most,
  );
  let at = 0;
  while (at < bytes.length) {
    const size = Math.max(1, sizes(at));
    splitter.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  splitter.end();
  return { pictures, bad };
};

/** A small generator, so that a failing chunking can be run again. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

describe('MultipartSplitter', () => {
  const pictures = [4, 5, 100, 4096, 70_000, 11].map((length, at) => jpegOf(length, 0x30 + at));
  const stream = Buffer.concat([start, ...pictures.map((one) => part(one))]);

  it('finds the same pictures however the stream is cut', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const next = random(seed);
      const largest = [1, 3, 20, 1000, 65_536][seed % 5] ?? 1;
      const found = split(stream, () => Math.ceil(next() * largest));
      expect(found.bad, `seed ${seed}`).toEqual([]);
      expect(found.pictures.length, `seed ${seed}`).toBe(pictures.length);
      expect(Buffer.concat(found.pictures).equals(Buffer.concat(pictures))).toBe(true);
    }
  });

  it('gives out a picture with its last byte, not with the next one', () => {
    expect(split(Buffer.concat([start, part(jpegOf(500))])).pictures).toHaveLength(1);
  });

  it('finds every whole picture between damaged pieces, whatever the cuts', () => {
    const good = [jpegOf(300, 0x61), jpegOf(5000, 0x62), jpegOf(40, 0x63), jpegOf(900, 0x64)];
    const [a, b, c, d] = good.map((one) => part(one));
    const damaged = Buffer.concat([
      Buffer.from('some banner\n\n'),
      start,
      a ?? start,
      // Announces more than it brings.
      part(jpegOf(200), 2000),
      b ?? start,
      Buffer.alloc(3000, 0x2d),
      start,
      c ?? start,
      Buffer.from('Content-length: banana\r\n\r\n'),
      start,
      part(Buffer.from('not a picture')),
      part(jpegOf(64).subarray(0, 60)),
      d ?? start,
    ]);
    for (let seed = 1; seed <= 40; seed += 1) {
      const next = random(seed);
      const found = split(damaged, () => Math.ceil(next() * (seed % 2 === 0 ? 7 : 4000)));
      expect(
        found.pictures.map(({ length }) => length),
        `seed ${seed}`,
      ).toEqual([300, 5000, 40, 900]);
      expect(found.bad, `seed ${seed}`).toEqual([
        'bytes that belong to no picture',
        'a truncated picture',
        'a part without a length',
        'a part without a length',
        'a part that is no JPEG',
        'a truncated picture',
      ]);
    }
  });

  it('refuses a picture of 20 MB, keeps none of it and goes on', () => {
    const huge = part(jpegOf(20_000_000));
    const found = split(Buffer.concat([start, huge, part(jpegOf(99))]), () => 65_536);
    expect(found.pictures.map(({ length }) => length)).toEqual([99]);
    expect(found.bad).toEqual(['a picture of 20000000 bytes; the most is 16000000']);
  });

  it('says once that a stream is nothing but garbage', () => {
    const found = split(Buffer.alloc(2_000_000, 0x2d), () => 10_000);
    expect(found).toEqual({ pictures: [], bad: ['bytes that belong to no picture'] });
  });

  it('takes what a camera pads behind the end of a picture', () => {
    const padded = Buffer.concat([jpegOf(80), Buffer.alloc(700)]);
    expect(split(Buffer.concat([start, part(padded)])).pictures).toHaveLength(1);
  });

  it('tells of a picture that the end of the stream cut', () => {
    const cut = Buffer.concat([start, part(jpegOf(5000))]).subarray(0, 3000);
    expect(split(cut)).toEqual({ pictures: [], bad: ['a truncated picture'] });
  });
});
