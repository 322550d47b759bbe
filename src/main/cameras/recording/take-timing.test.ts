import { expect, it } from 'vitest';
import { TakeTiming } from './take-timing.ts';

const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;

it('measures the rate and the largest gap over what was recorded', () => {
  const timing = new TakeTiming();
  for (const ms of [0, 40, 80, 160, 200]) timing.add(ns(ms), null);
  expect(timing.fps).toBe(20);
  expect(timing.largestGapMs).toBe(80);
  expect(timing.gaps).toEqual([]);
});

it('leaves a pause out of both and marks it', () => {
  const timing = new TakeTiming();
  timing.add(ns(0), null);
  timing.add(ns(40), null);
  timing.add(ns(9040), { reason: 'paused', paused: true });
  timing.add(ns(9080), { reason: 'queue_full', paused: false });
  expect(timing.fps).toBe(25);
  expect(timing.largestGapMs).toBe(40);
  expect(timing.gaps).toEqual([
    { after_row: 1, ms: 9000, reason: 'paused' },
    { after_row: 2, ms: 40, reason: 'queue_full' },
  ]);
});

it('has no rate for less than two frames', () => {
  const timing = new TakeTiming();
  expect(timing.fps).toBe(0);
  timing.add(ns(5), { reason: 'paused', paused: true });
  expect([timing.fps, timing.largestGapMs, timing.gaps]).toEqual([0, 0, []]);
});

it('keeps a bounded list of gaps', () => {
  const timing = new TakeTiming();
  for (let at = 0; at < 5000; at += 1)
    timing.add(ns(at), { reason: 'queue_full', paused: false });
  expect(timing.gaps).toHaveLength(1000);
});
