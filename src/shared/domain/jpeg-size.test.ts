import { expect, test } from 'vitest';
import { jpegSize } from './jpeg-size.ts';

const START = [0xff, 0xd8];
/** A segment with `length` bytes of content. */
const segment = (marker: number, content: number[]): number[] => [
  0xff,
  marker,
  (content.length + 2) >> 8,
  (content.length + 2) & 0xff,
  ...content,
];
const frame = (marker: number, width: number, height: number): number[] =>
  segment(marker, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3]);

test.each([
  ['baseline', [...START, ...frame(0xc0, 1280, 720)]],
  ['progressive', [...START, ...frame(0xc2, 1280, 720)]],
  [
    'after other segments',
    [
      ...START,
      ...segment(0xe0, [1, 2, 3]),
      ...segment(0xc4, Array(300).fill(0xff)),
      ...frame(0xc0, 1280, 720),
    ],
  ],
])('reads the size of a %s picture', (_, bytes) => {
  expect(jpegSize(Uint8Array.from(bytes))).toEqual({ width: 1280, height: 720 });
});

test('reads a picture that stands inside a larger buffer', () => {
  const bytes = Uint8Array.from([1, 2, 3, ...START, ...frame(0xc0, 640, 360)]);
  expect(jpegSize(bytes.subarray(3))).toEqual({ width: 640, height: 360 });
});

test.each([
  ['nothing', []],
  ['something else', [...Array(20).fill(7)]],
  ['a picture cut off before its size', [...START, ...frame(0xc0, 1280, 720)].slice(0, 8)],
  ['a segment that points past the end', [...START, 0xff, 0xe0, 0xff, 0xff, 1, 2, 3, 4, 5]],
])('finds none in %s', (_, bytes) => {
  expect(jpegSize(Uint8Array.from(bytes))).toBeNull();
});
