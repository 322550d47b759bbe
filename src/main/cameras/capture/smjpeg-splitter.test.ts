import { describe, expect, it } from 'vitest';
import { SmjpegSplitter } from './smjpeg-splitter.ts';

const jpegOf = (length: number, fill = 0x41): Buffer => {
  const jpeg = Buffer.alloc(length, fill);
  jpeg.set([0xff, 0xd8, 0xff, 0xe0].slice(0, Math.max(2, length - 2)));
  jpeg.set([0xff, 0xd9], length - 2);
  return jpeg;
};
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const tag = (name: string, ...words: number[]): Buffer =>
  Buffer.concat([Buffer.from(name, 'latin1'), ...words.map(word)]);
const text = 'encoder = Lavf59.27.100';
const start = Buffer.concat([
  tag('\0\nSMJPEG', 0, 0),
  tag('_TXT', text.length),
  Buffer.from(text),
  tag('_VID', 12, 0, 0x0280_0168),
  Buffer.from('JFIF'),
  tag('HEND'),
]);
const part = (body: Buffer, stampMs = 0, length = body.length): Buffer =>
  Buffer.concat([tag('vidD', stampMs, length), body]);

const split = (
  bytes: Buffer,
  sizes: (at: number) => number = () => bytes.length,
  most?: number,
) => {
  const pictures: Buffer[] = [];
  const stamps: number[] = [];
  const bad: string[] = [];
  const splitter = new SmjpegSplitter(
    {
      picture(jpeg, stampMs) {
        pictures.push(jpeg);
        stamps.push(stampMs);
      },
      bad: (reason) => bad.push(reason),
    },
    most,
  );
  let at = 0;
  while (at < bytes.length) {
    const size = Math.max(1, sizes(at));
    splitter.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  const beforeEnd = pictures.length;
  splitter.end();
  return { pictures, stamps, bad, beforeEnd };
};

/** A small generator, so that a failing chunking can be run again. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const lengths = (found: { pictures: Buffer[] }): number[] =>
  found.pictures.map(({ length }) => length);

/** Byte by byte, on a machine that does other things too. */
const FUZZ_MS = 60_000;

describe('SmjpegSplitter', () => {
  const sizes = [4, 5, 100, 4096, 300_000, 40_000, 11];
  const pictures = sizes.map((length, at) => jpegOf(length, 0x30 + at));
  const stamps = [0, 33, 67, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 12];
  const stream = Buffer.concat([
    start,
    ...pictures.map((one, at) => part(one, stamps[at])),
    tag('DONE'),
  ]);

  it(
    'finds the same pictures and times however the stream is cut',
    { timeout: FUZZ_MS },
    () => {
      for (let seed = 1; seed <= 40; seed += 1) {
        const next = random(seed);
        const largest = [11, 100, 1000, 65_536][seed % 4] ?? 1;
        const found = split(stream, () => Math.ceil(next() * largest));
        expect(found.bad, `seed ${seed}`).toEqual([]);
        expect(found.stamps, `seed ${seed}`).toEqual(stamps);
        expect(lengths(found), `seed ${seed}`).toEqual(sizes);
        expect(Buffer.concat(found.pictures).equals(Buffer.concat(pictures))).toBe(true);
      }
    },
  );

  it('gives out a picture with its last byte, not with the next header', () => {
    const whole = Buffer.concat([start, part(jpegOf(500))]);
    expect(split(whole).beforeEnd).toBe(1);
    expect(split(whole.subarray(0, -1)).beforeEnd).toBe(0);
  });

  it('finds every whole picture between damaged pieces, whatever the cuts', () => {
    const good = [jpegOf(300, 0x61), jpegOf(5000, 0x62), jpegOf(40, 0x63), jpegOf(900, 0x64)];
    const [a, b, c, d] = good.map((one, at) => part(one, at));
    const damaged = Buffer.concat([
      Buffer.from('some banner\n\n'),
      start,
      a ?? start,
      // Announces more than it brings.
      part(jpegOf(200).subarray(0, 150), 7, 2000),
      b ?? start,
      Buffer.alloc(3000, 0x76),
      c ?? start,
      Buffer.from('viDD and so on'),
      part(Buffer.from('not a picture'), 8),
      part(jpegOf(64).subarray(0, 60), 9),
      d ?? start,
      part(Buffer.from([0xff, 0xd8]), 10),
      part(Buffer.alloc(0), 11),
    ]);
    for (let seed = 1; seed <= 40; seed += 1) {
      const next = random(seed);
      const found = split(damaged, () => Math.ceil(next() * (seed % 2 === 0 ? 7 : 4000)));
      expect(found.stamps, `seed ${seed}`).toEqual([0, 1, 2, 3]);
      expect(lengths(found), `seed ${seed}`).toEqual([300, 5000, 40, 900]);
      expect(found.bad, `seed ${seed}`).toEqual([
        'bytes that belong to no picture',
        'a truncated picture',
        'bytes that belong to no picture',
        'bytes that belong to no picture',
        'a truncated picture',
        'a truncated picture',
      ]);
    }
  });

  it('tells what is no JPEG, and reads on behind its header', () => {
    const nonsense = part(Buffer.from('<html>Forbidden</html>'));
    const found = split(Buffer.concat([start, nonsense, part(jpegOf(80)), nonsense]));
    expect(found.bad).toEqual(['a part that is no JPEG', 'a part that is no JPEG']);
    expect(lengths(found)).toEqual([80]);
  });

  it('finds the next header in what a short picture swallowed of it', () => {
    for (let missing = 1; missing <= 13; missing += 1) {
      const short = part(jpegOf(100).subarray(0, 100 - missing), 1, 100);
      // Nothing but padding is missing: this one is whole.
      const padded = Buffer.concat([jpegOf(80), Buffer.alloc(20 - missing)]);
      const bytes = Buffer.concat([
        start,
        short,
        part(jpegOf(90), 2),
        part(padded, 3, 100),
        part(jpegOf(70), 4),
      ]);
      for (const cut of [1, 5, bytes.length]) {
        const found = split(bytes, () => cut);
        expect(found.stamps, `${missing} missing`).toEqual([2, 3, 4]);
        expect(found.bad, `${missing} missing`).toEqual(['a truncated picture']);
      }
    }
  });

  it('refuses pictures of 20 MB, keeps none of them and goes on', () => {
    const huge = part(jpegOf(20_000_000));
    const bytes = Buffer.concat([start, huge, huge, part(jpegOf(99), 5)]);
    const before = process.memoryUsage().arrayBuffers;
    const found = split(bytes, () => 65_536);
    expect(lengths(found)).toEqual([99]);
    const refused = 'a picture of 20000000 bytes; the most is 16000000';
    expect(found.bad).toEqual([refused, refused]);
    // What the test itself cuts off is collected when it is collected: a picture of 16 MB would be there too.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bytes.length + 10_000_000);
  });

  it('says once that a stream is nothing but garbage', () => {
    const nothing = { pictures: [], stamps: [], beforeEnd: 0 };
    const bad = ['bytes that belong to no picture'];
    expect(split(Buffer.alloc(2_000_000, 0x76), () => 10_000)).toEqual({ ...nothing, bad });
    expect(split(Buffer.from('vi'))).toEqual({ ...nothing, bad });
    const endless = Buffer.concat([tag('_TXT', 0xffff_fff0), Buffer.alloc(100_000)]);
    expect(split(endless, () => 999)).toEqual({ ...nothing, bad });
  });

  it('takes headers without pictures in a time that grows with their number alone', () => {
    const header = Buffer.concat([tag('vidD', 1, 15_000_000), Buffer.from([0xff, 0xd8])]);
    const bytes = Buffer.concat(Array.from({ length: 60_000 }, () => header));
    const since = performance.now();
    expect(split(bytes).bad).toHaveLength(60_000);
    expect(performance.now() - since).toBeLessThan(3000);
  });

  it('takes what a camera pads behind the end of a picture', () => {
    const padded = Buffer.concat([jpegOf(80), Buffer.alloc(700)]);
    const found = split(Buffer.concat([start, part(padded), part(padded)]));
    expect(lengths(found)).toEqual([780, 780]);
    expect(found.bad).toEqual([]);
  });

  it('tells of a picture that the end of the stream cut', () => {
    const cut = Buffer.concat([start, part(jpegOf(5000))]).subarray(0, 3000);
    expect(split(cut)).toMatchObject({ pictures: [], bad: ['a truncated picture'] });
  });

  it(
    'finds every undamaged picture, whatever happens to the others, and never holds much',
    { timeout: FUZZ_MS },
    () => {
      const most = 50_000;
      for (let seed = 1; seed <= 150; seed += 1) {
        const next = random(seed);
        const upTo = (below: number): number => Math.floor(next() * below);
        const expected = new Map<number, Buffer>();
        const pieces: Buffer[] = [start];
        for (let stamp = 1; stamp <= 30; stamp += 1) {
          const jpeg = jpegOf(20 + upTo(1500), 0x20 + upTo(0x60));
          const whole = part(jpeg, stamp);
          const damage = upTo(10);
          if (damage > 3) expected.set(stamp, jpeg);
          // Cut short; a byte lost in the header; another size; noise instead; noise before it.
          if (damage === 0) pieces.push(whole.subarray(0, upTo(whole.length - 2)));
          else if (damage === 1) pieces.push(whole.subarray(1));
          else if (damage === 2)
            pieces.push(
              tag('vidD', stamp, whole.length + 2 + upTo(2 * most)),
              whole.subarray(12),
            );
          else if (damage === 3)
            pieces.push(Buffer.from(Array.from({ length: upTo(200) }, () => upTo(256))));
          else if (damage === 4) pieces.push(Buffer.from('vidDvidD').subarray(0, 1 + upTo(7)));
          else pieces.push(whole);
          if (damage === 4) pieces.push(whole);
        }
        const largest = [1, 15, 700, 20_000][seed % 4] ?? 1;
        const found = split(Buffer.concat(pieces), () => Math.ceil(next() * largest), most);
        for (const [stamp, jpeg] of expected) {
          const picture = found.pictures[found.stamps.indexOf(stamp)];
          expect(picture?.equals(jpeg), `seed ${seed}, picture ${stamp}`).toBe(true);
        }
        expect(Math.max(...lengths(found))).toBeLessThanOrEqual(most);
        expect(found.bad.length, `seed ${seed}`).toBeLessThanOrEqual(2 * 30);
      }
    },
  );

  it('does not throw at noise that holds tags of every kind', () => {
    const tags = ['vidD', '_TXT', '_VID', 'HEND', 'DONE', '\0\nSM', '\xff\xd8', '\xff\xd9'];
    for (let seed = 1; seed <= 300; seed += 1) {
      const next = random(seed);
      const upTo = (below: number): number => Math.floor(next() * below);
      const noise = Array.from({ length: 400 }, () =>
        upTo(2) === 0
          ? Buffer.from(tags[upTo(tags.length)] ?? '', 'latin1')
          : Buffer.from(Array.from({ length: upTo(9) }, () => upTo(4) * upTo(2))),
      );
      const bytes = Buffer.concat(noise);
      const once = split(bytes, undefined, 1000);
      const cut = split(bytes, () => 1 + upTo(20), 1000);
      expect(cut, `seed ${seed}`).toEqual(once);
    }
  });
});
