import { expect, it } from 'vitest';
import { ivfFrameHeader, ivfHeader } from './ivf.ts';

it('begins with the size and a time base of microseconds', () => {
  const header = ivfHeader({ width: 1280, height: 720, fps: 30, format: 'MJPG' });
  expect(header.toString('latin1', 0, 4)).toBe('DKIF');
  expect(header.toString('latin1', 8, 12)).toBe('MJPG');
  expect([header.readUInt16LE(6), header.readUInt16LE(12), header.readUInt16LE(14)]).toEqual([
    32, 1280, 720,
  ]);
  expect(header.readUInt32LE(16) / header.readUInt32LE(20)).toBe(1_000_000);
});

it('gives each picture its length and its time, also after days', () => {
  const header = ivfFrameHeader(46_000, 400_000_000_001n);
  expect(header.readUInt32LE(0)).toBe(46_000);
  expect(header.readBigUInt64LE(4)).toBe(400_000_000_001n);
  expect(header).toHaveLength(12);
});
