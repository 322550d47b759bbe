import { expect, it } from 'vitest';
import { FrameQueue } from './frame-queue.ts';

/** A taker that answers when the test says so. */
const slowTaker = () => {
  const asked: { item: number; answer(taken: boolean): void }[] = [];
  const take = (item: number): Promise<boolean> =>
    new Promise((resolve) => asked.push({ item, answer: resolve }));
  return { asked, take };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('hands on in order, one at a time, and refuses beyond its bound', async () => {
  const { asked, take } = slowTaker();
  const queue = new FrameQueue(3, take);
  expect([1, 2, 3, 4].map((item) => queue.add(item))).toEqual([true, true, true, false]);
  expect(asked.map(({ item }) => item)).toEqual([1]);
  asked[0]?.answer(true);
  await settled();
  expect(asked.map(({ item }) => item)).toEqual([1, 2]);
  expect(queue.depth).toBe(2);
  expect(queue.add(5)).toBe(true);
});

it('gives up all but the one on its way', async () => {
  const { asked, take } = slowTaker();
  const queue = new FrameQueue(10, take);
  for (const item of [1, 2, 3]) queue.add(item);
  expect(queue.abandon()).toBe(2);
  asked[0]?.answer(true);
  await queue.drained();
  expect(queue.depth).toBe(0);
  expect(asked).toHaveLength(1);
});

it('keeps what was not taken, to be counted', async () => {
  const { asked, take } = slowTaker();
  const queue = new FrameQueue(10, take);
  queue.add(1);
  queue.add(2);
  asked[0]?.answer(false);
  await queue.drained();
  expect(queue.depth).toBe(2);
  expect(queue.abandon()).toBe(2);
});
