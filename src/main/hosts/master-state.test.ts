import { expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { MasterState } from '../state/master-state/master-state.ts';
import { createMemoryShelf } from '../state/master-state/memory-shelf.ts';
import { masterStateOf } from './master-state.ts';

const begin = () => {
  const shelf = createMemoryShelf();
  const asked = masterStateOf(new MasterState({ shelf, clock: systemClock }));
  return { shelf, events: asked.watch({ session: 's' }, AbortSignal.timeout(5_000)) };
};
const corrupt = { code: 'state_corruption', data: { details: { raw: '{"version":1' } } };

test('a watch of what can not be read says so, as every other question does', async () => {
  const { shelf, events } = begin();
  shelf.write('s', '{"version":1');
  await expect(events.next()).rejects.toMatchObject(corrupt);
});

test('a watch ends where somebody writes what can not be read', async () => {
  const { shelf, events } = begin();
  expect(await events.next()).toMatchObject({ value: { snapshot: { version: 0 } } });
  const next = events.next();
  shelf.write('s', '{"version":1');
  await expect(next).rejects.toMatchObject(corrupt);
});
