import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { MasterState } from './master-state.ts';
import { createMemoryShelf } from './memory-shelf.ts';
import type { Move } from './shelf.ts';

const S = 's';

/** A master state, and how many bytes of history each of its writes carried. */
const begin = () => {
  const kept = createMemoryShelf();
  const steps: number[] = [];
  const shelf = {
    ...kept,
    move(session: string, asked: Move) {
      steps.push(asked.entries.reduce((sum, { record }) => sum + record.length, 0));
      return kept.move(session, asked);
    },
  };
  return { state: new MasterState({ shelf, clock: systemClock }), steps };
};

const together = async (state: MasterState, count: number, text: string): Promise<void> => {
  const results = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      state.update(S, () => [{ op: 'add', path: '/text', value: `${n} ${text}` }], 'x'),
    ),
  );
  expect(results.map(({ new_version }) => new_version)).toEqual(
    Array.from({ length: count }, (_, n) => n + 1),
  );
  expect((await state.getSnapshot(S)).data).toEqual({ text: `${count - 1} ${text}` });
};

it('small changes that come together are written in one step', async () => {
  const { state, steps } = begin();
  await together(state, 100, 'x');
  expect(steps).toHaveLength(1);
});

it('large ones are written in several, each as large as Redis answers in time', async () => {
  const { state, steps } = begin();
  await together(state, 40, 'x'.repeat(900_000));
  expect(Math.max(...steps)).toBeLessThan(4_000_000);
  expect(steps.length).toBeGreaterThan(10);
});

it('a change that fails keeps none back that comes with it', async () => {
  const { state } = begin();
  const results = await Promise.allSettled([
    state.update(S, () => [{ op: 'add', path: '/a', value: 'x'.repeat(3_000_000) }], 'x'),
    state.update(
      S,
      () => {
        throw new Error('no');
      },
      'x',
    ),
    state.update(S, () => [{ op: 'add', path: '/b', value: 1 }], 'x'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(Object.keys((await state.getSnapshot(S)).data)).toEqual(['a', 'b']);
});

it('a commit is read once for all who watch it', async () => {
  const kept = createMemoryShelf();
  const reads = { count: 0 };
  const shelf = {
    ...kept,
    read(session: string) {
      reads.count += 1;
      return kept.read(session);
    },
  };
  const state = new MasterState({ shelf, clock: systemClock });
  const ending = new AbortController();
  const watches = Array.from({ length: 10 }, () => state.watch(S, ending.signal));
  for (const events of watches) await events.next();
  const told = watches.map((events) => events.next());
  reads.count = 0;
  await state.update(S, () => [{ op: 'add', path: '/a', value: 1 }], 'x');
  for (const event of await Promise.all(told))
    expect(event).toMatchObject({ value: { kind: 'commit', commit: { version: 1 } } });
  expect(reads.count).toBeLessThanOrEqual(2);
  ending.abort();
});
