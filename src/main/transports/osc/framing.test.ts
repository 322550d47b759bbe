import { describe, expect, test } from 'vitest';
import { framed, splitterFor } from './framing.ts';

describe.each(['slip', 'length'] as const)('%s', (framing) => {
  const packets = [Uint8Array.of(1, 0xc0, 0xdb, 2), Uint8Array.of(0xdd, 0xdc, 3, 0)];
  const stream = Buffer.concat(packets.map((packet) => framed(packet, framing)));

  test('packets come back, however the stream is cut', () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const splitter = splitterFor(framing, 100);
      const found: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += size)
        found.push(...splitter.push(stream.subarray(at, at + size)));
      expect(found.map((packet) => [...packet])).toEqual(packets.map((packet) => [...packet]));
    }
  });

  test('one that is too long ends it', () => {
    const splitter = splitterFor(framing, 100);
    expect(() => splitter.push(framed(new Uint8Array(101), framing))).toThrow(RangeError);
  });

  test('one of just the length is let through', () => {
    expect(splitterFor(framing, 100).push(framed(new Uint8Array(100), framing))).toHaveLength(
      1,
    );
  });
});

test('a length is told in four bytes, the highest first', () => {
  expect([...framed(Uint8Array.of(9, 9), 'length')]).toEqual([0, 0, 0, 2, 9, 9]);
});

test('a length that no packet has is refused before it is waited for', () => {
  expect(() => splitterFor('length', 100).push(Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toThrow(
    RangeError,
  );
});
