import { expect, it } from 'vitest';
import { StillLoader } from './still-loader.ts';

interface Asked {
  row: number;
  signal: AbortSignal;
  answer(bytes?: number): void;
  fail(): void;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const open = (rows = 100) => {
  const asked: Asked[] = [];
  const shown: number[] = [];
  const failed: number[] = [];
  const loader = new StillLoader({
    rows,
    load: (row, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        asked.push({
          row,
          signal,
          answer: (bytes = 10) => resolve(new Blob([new Uint8Array(bytes)])),
          fail: () => reject(new Error('gone')),
        });
      }),
    shown: (row) => void shown.push(row),
    failed: (row) => void failed.push(row),
  });
  /** Answers the newest question, and lets the loader go on. */
  const answer = async (how: (one: Asked) => void = (one) => one.answer()): Promise<void> => {
    const newest = asked.at(-1);
    if (newest) how(newest);
    await turn();
  };
  return { loader, asked, shown, failed, answer, rows: () => asked.map(({ row }) => row) };
};

it('shows what is wanted, then loads the neighbours, the one ahead first', async () => {
  const { loader, shown, answer, rows } = open();
  loader.want(10);
  await answer();
  expect([shown, rows()]).toEqual([[10], [10, 11]]);
  await answer();
  await answer();
  expect(rows()).toEqual([10, 11, 9]);
  loader.want(9);
  await turn();
  expect(shown).toEqual([10, 9]);
  expect(rows()).toEqual([10, 11, 9, 8]);
});

it('has one question open, and asks for the newest that is wanted next', async () => {
  const { loader, shown, answer, rows } = open();
  loader.want(10);
  for (const row of [20, 30, 40]) loader.want(row);
  expect(rows()).toEqual([10]);
  await answer();
  expect(rows()).toEqual([10, 40]);
  await answer();
  expect(shown).toEqual([10, 40]);
});

it('lets a neighbour wait when something else is wanted', async () => {
  const { loader, asked, shown, answer, rows } = open();
  loader.want(10);
  await answer();
  loader.want(50);
  expect(asked[1]?.signal.aborted).toBe(true);
  await turn();
  expect(rows()).toEqual([10, 11, 50]);
  await answer();
  expect(shown).toEqual([10, 50]);
});

it('says what failed, and tries again when it is asked to', async () => {
  const { loader, shown, failed, answer } = open(1);
  loader.want(0);
  await answer((one) => one.fail());
  expect([shown, failed]).toEqual([[], [0]]);
  loader.want(0);
  await answer();
  expect([shown, failed]).toEqual([[0], [0]]);
});

it('does not speak of a failure of what is no longer wanted', async () => {
  const { loader, shown, failed, answer } = open();
  loader.want(10);
  loader.want(20);
  await answer((one) => one.fail());
  await answer();
  expect([shown, failed]).toEqual([[20], []]);
});

it('forgets the oldest pictures when there are too many bytes', async () => {
  const { loader, answer, rows } = open();
  loader.want(0);
  await answer((one) => one.answer(30_000_000));
  await answer((one) => one.answer(30_000_000));
  loader.want(0);
  await turn();
  expect(rows()).toEqual([0, 1, 0]);
});

it('ends what it does when it is closed', async () => {
  const { loader, asked, shown, failed, answer } = open();
  loader.want(10);
  loader.close();
  expect(asked[0]?.signal.aborted).toBe(true);
  await answer();
  loader.want(11);
  expect([shown, failed, asked.length]).toEqual([[], [], 1]);
});
