import { expect, test } from 'vitest';
import { ReconnectWait } from './reconnect-wait.ts';

const waits = (random: () => number, count: number): number[] => {
  const wait = new ReconnectWait(100, 5000, random);
  return Array.from({ length: count }, () => wait.nextMs());
};

test('waits double from 100 ms to 5 s, each spread over the upper part of its length', () => {
  const least = waits(() => 0, 8);
  const most = waits(() => 1, 8);
  expect(least).toEqual([50, 100, 200, 400, 800, 1600, 2500, 2500]);
  expect(most.map(Math.round)).toEqual([90, 180, 360, 720, 1440, 2880, 4500, 4500]);
});

test('a reset begins anew', () => {
  const wait = new ReconnectWait(100, 5000, () => 0);
  wait.nextMs();
  wait.nextMs();
  wait.reset();
  expect(wait.nextMs()).toBe(50);
});

test('whatever the dice say: after 3 s of absence everybody is back within 6 s of the loss', () => {
  for (const random of [() => 0, () => 1, Math.random, Math.random, Math.random]) {
    for (let run = 0; run < 200; run += 1) {
      let at = 0;
      for (const wait of waits(random, 10)) {
        at += wait;
        if (at >= 3000) break;
      }
      expect(at).toBeLessThanOrEqual(6000);
    }
  }
});
