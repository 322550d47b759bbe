import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { MasterState } from './master-state.ts';
import { createMemoryShelf } from './memory-shelf.ts';
import { take } from './shelf-harness.ts';

const S = 's';
const origin = 'operator';

it('a lost patch that can not be kept in Redis is kept by this room, told, and tried again once', async () => {
  const lost = {
    keep: () => Promise.reject(new StoreUnavailable('Redis is away.', '')),
    of: async () => [],
    get: async () => null,
    forget: async () => false,
    onChange: () => () => undefined,
  };
  const shelf = { ...createMemoryShelf(), lost };
  const state = new MasterState({ shelf, clock: systemClock });
  await state.initializeState(S, { list: [] }, origin);
  const ending = new AbortController();
  const events = state.watch(S, ending.signal, { lost: true });
  await take(events, 1);
  const patch = [{ op: 'add', path: '/list/-', value: 1 }];
  await state.commitPatch(S, 0, patch, { origin });
  const [kept] = await state.lostPatches(S);
  const id = kept?.lost_id ?? '';
  expect(await take(events, 1)).toEqual([{ kind: 'lost', lost: kept }]);
  const results = await Promise.all([1, 2, 3].map(() => state.rebase(S, id, origin)));
  expect(results.filter((result) => result?.success)).toHaveLength(1);
  expect((await state.getSnapshot(S)).data).toEqual({ list: [1] });
  expect(await take(events, 2)).toContainEqual({ kind: 'settled', lost_id: id });
  expect(await state.lostPatches(S)).toEqual([]);
  ending.abort();
});
