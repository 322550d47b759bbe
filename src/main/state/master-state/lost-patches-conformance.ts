import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { MasterState } from './master-state.ts';
import { take, type ShelfHarness } from './shelf-harness.ts';

const S = 'sess-abc';
const origin = 'operator';

/** What every shelf has to keep of the promises on patches that came too late. */
export const describeLostPatches = (name: string, open: () => Promise<ShelfHarness>): void => {
  describe(`lost patches on ${name}`, () => {
    let at: ShelfHarness;
    let state: MasterState;
    const lifetime = { ending: new AbortController() };
    const onShelf = () => new MasterState({ shelf: at.shelf, clock: systemClock });
    beforeEach(async () => {
      lifetime.ending = new AbortController();
      at = await open();
      state = onShelf();
    });
    afterEach(async () => {
      lifetime.ending.abort();
      await at.close();
    });

    it('keeps the patch that lost, shows what stands there, and tries it again', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      await state.commitPatch(S, 1, [{ op: 'add', path: '/b', value: 2 }], { origin });
      const patch = [{ op: 'add', path: '/c', value: 3 }];
      const late = await state.commitPatch(S, 1, patch, { origin: 'agent:slow' });
      expect(late).toMatchObject({
        success: false,
        new_version: 0,
        conflict: true,
        lost: { version: 1, patch, origin: 'agent:slow', mode: 'rfc6902' },
        current: { version: 2, data: { a: 1, b: 2 } },
      });
      const [kept] = await state.lostPatches(S);
      const id = kept?.lost_id ?? '';
      expect(await state.rebase(S, id, origin)).toMatchObject({
        success: true,
        new_version: 3,
      });
      expect((await state.getSnapshot(S)).data).toEqual({ a: 1, b: 2, c: 3 });
      expect(await state.lostPatches(S)).toEqual([]);
      expect(await state.rebase(S, id, origin)).toBeNull();
    });

    it('keeps lost patches for every room, the newest fifty', async () => {
      await state.initializeState(S, {}, origin);
      await state.update(S, () => [{ op: 'add', path: '/a', value: 1 }], origin);
      for (let n = 0; n < 60; n += 1)
        await state.commitPatch(S, 1, [{ op: 'add', path: '/n', value: n }], { origin });
      // A room that opens later, as after the end of this process.
      const other = onShelf();
      const lost = await other.lostPatches(S);
      expect(lost.map(({ patch }) => patch[0]?.['value'])).toEqual(
        Array.from({ length: 50 }, (_, n) => 59 - n),
      );
      expect(await other.rebase(S, lost[1]?.lost_id ?? '', origin)).toMatchObject({
        success: true,
      });
      expect((await state.getSnapshot(S)).data).toEqual({ a: 1, n: 58 });
      expect(await state.lostPatches(S)).toHaveLength(49);
      expect(await other.lostPatches('another')).toEqual([]);
      for (const id of ['nobody', '0-0', '9999999999999999999-1', ''])
        expect(await state.rebase(S, id, origin)).toBeNull();
    });

    it('rebases a lost patch once, however many ask for it at once', async () => {
      await state.initializeState(S, { list: [] }, origin);
      await state.update(S, () => [{ op: 'add', path: '/a', value: 1 }], origin);
      const patch = [{ op: 'add', path: '/list/-', value: 'once' }];
      await state.commitPatch(S, 1, patch, { origin });
      const id = (await state.lostPatches(S))[0]?.lost_id ?? '';
      const rooms = [state, onShelf(), state, onShelf()];
      const results = await Promise.all(rooms.map((room) => room.rebase(S, id, origin)));
      expect(results.filter((result) => result?.success)).toHaveLength(1);
      expect(results.filter((result) => result === null)).toHaveLength(3);
      expect((await state.getSnapshot(S)).data).toEqual({ list: ['once'], a: 1 });
      expect(await state.lostPatches(S)).toEqual([]);
    });

    it('does not rebase what no longer applies', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      await state.commitPatch(S, 1, [{ op: 'remove', path: '/a' }], { origin });
      const patch = [{ op: 'replace', path: '/a', value: 2 }];
      await state.commitPatch(S, 1, patch, { origin });
      const id = (await state.lostPatches(S))[0]?.lost_id ?? '';
      expect(await state.rebase(S, id, origin)).toMatchObject({
        success: false,
        conflict: false,
        problem: { index: 0, op: 'replace', path: '/a' },
      });
      expect(await state.lostPatches(S)).toHaveLength(1);
      expect(await state.forgetLost(S, id)).toBe(true);
      expect(await state.forgetLost(S, id)).toBe(false);
    });

    it('tells watchers who ask for it what came too late, and what became of it', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      const other = onShelf();
      const late = (value: number, room = state) =>
        room.commitPatch(S, 0, [{ op: 'add', path: '/late', value }], { origin });
      await late(1);
      await late(2);
      const [second, first] = (await state.lostPatches(S)).map(({ lost_id }) => lost_id);
      const silent = state.watch(S, lifetime.ending.signal);
      const events = state.watch(S, lifetime.ending.signal, { lost: true });
      expect(await take(events, 3)).toMatchObject([
        { kind: 'snapshot', snapshot: { version: 1 } },
        { kind: 'lost', lost: { lost_id: first, version: 0 } },
        { kind: 'lost', lost: { lost_id: second } },
      ]);
      await take(silent, 1);
      // By this room and by another.
      await late(3, other);
      expect(await take(events, 1)).toMatchObject([
        { kind: 'lost', lost: { patch: [{ value: 3 }] } },
      ]);
      await late(4);
      expect(await take(events, 1)).toMatchObject([
        { kind: 'lost', lost: { patch: [{ value: 4 }] } },
      ]);
      await state.forgetLost(S, first ?? '');
      expect(await take(events, 1)).toEqual([{ kind: 'settled', lost_id: first }]);
      await other.rebase(S, second ?? '', origin);
      const told = await take(events, 2);
      expect(told).toContainEqual({ kind: 'settled', lost_id: second });
      expect(told).toContainEqual(
        expect.objectContaining({ commit: expect.objectContaining({ version: 2 }) }),
      );
      // Who did not ask is told of commits alone.
      expect(await take(silent, 1)).toMatchObject([{ kind: 'commit', commit: { version: 2 } }]);
      // A snapshot in between begins everything anew.
      await at.foreign(S, null);
      expect(await take(events, 3)).toMatchObject([
        { kind: 'snapshot', snapshot: { version: 0 } },
        { lost: { patch: [{ value: 3 }] } },
        { lost: { patch: [{ value: 4 }] } },
      ]);
      const waiting = events.next();
      lifetime.ending.abort();
      expect(await waiting).toEqual({ done: true, value: undefined });
    });
  });
};
