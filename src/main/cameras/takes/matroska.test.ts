import { expect, it } from 'vitest';
import { elementsIn, findElement, headAt, unsigned } from './matroska.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

it.each([
  ['a3 84', { id: 0xa3, length: 2, size: 4 }],
  ['1f43b675 10000102', { id: 0x1f43b675, length: 8, size: 0x102 }],
  ['4dbb 8b', { id: 0x4dbb, length: 3, size: 11 }],
  ['a3 0100001000000002', { id: 0xa3, length: 9, size: 0x1000000002 }],
  ['18538067 01ffffffffffffff', { id: 0x18538067, length: 12, size: null }],
  ['1f43b675 ff', { id: 0x1f43b675, length: 5, size: null }],
])('reads the head %s', (hex, head) => {
  expect(headAt(bytes(hex), 0)).toEqual(head);
});

it.each(['', 'a3', '1f43', 'a3 40', '00 81', '08 00 00 00 00 81', 'a3 00'])(
  'is none: %j',
  (hex) => {
    expect(headAt(bytes(hex), 0)).toBeNull();
  },
);

it('finds what is whole, on a path, and nothing of what is cut off', () => {
  const cue = bytes('bb 8d b3 82 0102 b7 87 f1 82 1234 f0 81 0b ec 85 00');
  expect([...elementsIn(cue)].map(({ id }) => id)).toEqual([0xbb]);
  const at = findElement(cue, 0xbb, 0xb7, 0xf1);
  expect(at && unsigned(at)).toBe(0x1234);
  expect(findElement(cue, 0xbb, 0xf1)).toBeNull();
  expect(findElement(cue, 0xec)).toBeNull();
});
