import { expect, test } from 'vitest';
import { SlidingRate } from './telemetry-rate.ts';

const counted = (everyMs: number, untilMs: number): SlidingRate => {
  const rate = new SlidingRate();
  for (let index = 0; index * everyMs <= untilMs; index += 1) rate.note(index * everyMs, index);
  return rate;
};

test('nothing, and one sample, have no rate', () => {
  const rate = new SlidingRate();
  expect(rate.perSecond(0)).toBe(0);
  rate.note(0, 1);
  expect(rate.perSecond(100)).toBe(0);
});

test('thirty a second are thirty a second, soon and later', () => {
  expect(counted(1000 / 30, 200).perSecond(210)).toBeCloseTo(30, 6);
  expect(counted(1000 / 30, 9000).perSecond(9010)).toBeCloseTo(30, 6);
});

test('the window forgets what was before', () => {
  const rate = counted(10, 5000);
  for (let index = 1; index <= 30; index += 1) rate.note(5000 + index * 100, 500 + index);
  expect(rate.perSecond(8000)).toBeCloseTo(10, 6);
});

test('a source that stops falls to zero', () => {
  const rate = counted(1000 / 30, 3000);
  expect(rate.perSecond(4500)).toBeLessThan(25);
  expect(rate.perSecond(4500)).toBeGreaterThan(5);
  expect(rate.perSecond(6100)).toBe(0);
});
