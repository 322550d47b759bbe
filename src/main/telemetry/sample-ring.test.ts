import { expect, test } from 'vitest';
import { SampleRing } from './sample-ring.ts';

test('keeps the newest, oldest first, and says where a series had no value', () => {
  const ring = new SampleRing(3);
  ring.push(1000, { a: 1 });
  ring.push(2000, { a: 2, b: 20 });
  ring.push(3000, { b: 30 });
  ring.push(4000, { a: 4 });
  expect(ring.past()).toEqual({
    times: [2000, 3000, 4000],
    series: { a: [2, null, 4], b: [20, 30, null] },
  });
  expect(ring.sample(ring.taken - 2)).toEqual({ at: 3000, values: { b: 30 } });
});

test('a series without a value left is gone', () => {
  const ring = new SampleRing(2);
  ring.push(1000, { a: 1, b: 1 });
  ring.push(2000, { a: 2 });
  expect(Object.keys(ring.past().series)).toEqual(['a', 'b']);
  ring.push(3000, { a: 3 });
  expect(Object.keys(ring.past().series)).toEqual(['a']);
  ring.push(4000, { b: 4 });
  expect(ring.past().series).toEqual({ a: [3, null], b: [null, 4] });
});

test('a clock that was set back begins anew, and whoever read along can tell', () => {
  const ring = new SampleRing(10);
  ring.push(5000, { a: 1 });
  ring.push(6000, { a: 2 });
  const next = ring.taken;
  ring.push(4000, { a: 3 });
  expect(ring.first).toBeGreaterThan(next);
  expect(ring.past()).toEqual({ times: [4000], series: { a: [3] } });
});
