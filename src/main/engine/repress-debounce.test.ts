import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import { Debounce } from './repress-debounce.ts';

let clock: ManualClock;
let debounce: Debounce;
beforeEach(() => {
  clock = new ManualClock();
  debounce = new Debounce(clock);
});

test('chatter of one pointer on one key, until the gap is over', async () => {
  expect(debounce.isBounce('k', 'p1', 50)).toBe(false);
  await clock.advance(49);
  expect(debounce.isBounce('k', 'p1', 50)).toBe(true);
  await clock.advance(1);
  expect(debounce.isBounce('k', 'p1', 50)).toBe(false);
});

test('another finger and another key are no chatter', () => {
  debounce.isBounce('k', 'p1', 50);
  expect(debounce.isBounce('k', 'p2', 50)).toBe(false);
  expect(debounce.isBounce('other', 'p1', 50)).toBe(false);
});

test('0 switches it off', () => {
  debounce.isBounce('k', 'p1', 0);
  expect(debounce.isBounce('k', 'p1', 0)).toBe(false);
});

test('a thousand presses in one second on one key: one in 50 ms runs', async () => {
  let ran = 0;
  for (let n = 0; n < 1000; n += 1) {
    if (!debounce.isBounce('k', 'p1', 50)) ran += 1;
    await clock.advance(1);
  }
  expect(ran).toBe(20);
});

test('the oldest of a thousand pointers is forgotten, not the newest', () => {
  for (let n = 0; n <= 1000; n += 1) debounce.isBounce('k', `p${n}`, 50);
  expect(debounce.isBounce('k', 'p1000', 50)).toBe(true);
  expect(debounce.isBounce('k', 'p0', 50)).toBe(false);
});
