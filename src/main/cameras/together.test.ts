import { expect, test } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import { alone, together, type Part } from './together.ts';

const watch = (parts: Part[]) => {
  const passed: number[] = [];
  const arrive = (at: number) => parts[at]?.arrive().then(() => passed.push(at));
  return { passed, arrive };
};

test('nobody goes before the last is ready, and then all go in one turn', async () => {
  const clock = new ManualClock();
  const parts = together(3, clock);
  const { passed, arrive } = watch(parts);
  void arrive(0);
  void arrive(1);
  await clock.advance(100);
  expect(passed).toEqual([]);
  void arrive(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(new Set(passed)).toEqual(new Set([0, 1, 2]));
});

test('one that left is not waited for, however often it says so', async () => {
  const clock = new ManualClock();
  const parts = together(3, clock);
  const { passed, arrive } = watch(parts);
  void arrive(0);
  parts[1]?.leave();
  parts[1]?.leave();
  await clock.advance(1);
  expect(passed).toEqual([]);
  void arrive(2);
  await clock.advance(1);
  expect(passed).toHaveLength(2);
});

test('one that hangs is waited for three seconds, then the others go together', async () => {
  const clock = new ManualClock();
  const { passed, arrive } = watch(together(3, clock));
  void arrive(0);
  await clock.advance(1000);
  void arrive(1);
  await clock.advance(1999);
  expect(passed).toEqual([]);
  await clock.advance(1);
  expect(new Set(passed)).toEqual(new Set([0, 1]));
});

test('alone, the moment is now', async () => {
  await alone.arrive();
  alone.leave();
});
