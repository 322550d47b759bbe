import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { MasterState } from './master-state.ts';
import { describeLostPatches } from './lost-patches-conformance.ts';
import { take, type ShelfHarness } from './shelf-harness.ts';
import type { HistoryBounds } from './shelf.ts';

const S = 'sess-abc';
const origin = 'operator';

/** What every shelf has to keep of the promises of `MasterState`. */
export const describeMasterState = (name: string, open: () => Promise<ShelfHarness>): void => {
  describe(`master state on ${name}`, () => {
    let at: ShelfHarness;
    let state: MasterState;
    const lifetime = { ending: new AbortController() };
    const onShelf = (bounds?: HistoryBounds) =>
      new MasterState({
        shelf: at.shelf,
        clock: systemClock,
        ...(bounds ? { bounds: () => bounds } : {}),
      });
    beforeEach(async () => {
      lifetime.ending = new AbortController();
      at = await open();
      state = onShelf();
    });
    afterEach(async () => {
      lifetime.ending.abort();
      await at.close();
    });

    it('is version 0 and empty when fresh', async () => {
      expect(await state.getSnapshot(S)).toEqual({ version: 0, data: {} });
      expect(await at.raw(S)).toBeNull();
    });

    it('is listed once it was written, by whomever', async () => {
      expect(await state.sessions()).toEqual([]);
      await state.initializeState('b', {}, origin);
      await at.foreign('a', '{"version":1,"data":{}}');
      expect(await state.sessions()).toEqual(['a', 'b']);
    });

    it('is begun once', async () => {
      const begun = await state.initializeState(S, { x: 1 }, origin);
      expect(begun).toEqual({ success: true, new_version: 1, conflict: false });
      expect(await at.raw(S)).toBe('{"version":1,"data":{"x":1}}');
      const again = await state.initializeState(S, { x: 2 }, origin);
      expect(again).toMatchObject({ success: false, new_version: 0, conflict: true });
      expect(await at.raw(S)).toBe('{"version":1,"data":{"x":1}}');
    });

    it('commits to the version that was read, a fresh one too', async () => {
      const first = await state.commitPatch(S, 0, [{ op: 'add', path: '/é', value: [] }], {
        origin,
      });
      expect(first).toEqual({ success: true, new_version: 1, conflict: false });
      const second = await state.commitPatch(S, 1, [{ op: 'add', path: '/é/-', value: 'ü' }], {
        origin,
      });
      expect(second).toMatchObject({ success: true, new_version: 2 });
      expect(await at.raw(S)).toBe('{"version":2,"data":{"\\u00e9":["\\u00fc"]}}');
    });

    it('takes flat patches as the seed does', async () => {
      await state.initializeState(S, { 'a/b': 1, gone: 2 }, origin);
      const patch = [
        { op: 'replace', path: '/a/b', value: 3 },
        { op: 'remove', path: '/gone' },
        { op: 'add', path: '/new', value: null },
      ];
      await state.commitPatch(S, 1, patch, { origin, mode: 'flat' });
      expect(await at.raw(S)).toBe('{"version":2,"data":{"a/b":3,"new":null}}');
    });

    it('changes nothing by a patch that is at fault', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      const patch = [
        { op: 'add', path: '/b', value: 2 },
        { op: 'test', path: '/a', value: 2 },
      ];
      expect(await state.commitPatch(S, 1, patch, { origin })).toMatchObject({
        success: false,
        conflict: false,
        problem: { index: 1, op: 'test', path: '/a' },
      });
      const big = [{ op: 'add', path: '/big', value: 'x'.repeat(5_000_001) }];
      expect(await state.commitPatch(S, 1, big, { origin })).toMatchObject({ success: false });
      expect(await at.raw(S)).toBe('{"version":1,"data":{"a":1}}');
    });

    it('leaves numbers, order and fields of another writer as they were', async () => {
      const text = '{"version":4,"data":{"z":1.0,"a":12345678901234567890},"owner":"python"}';
      await at.foreign(S, text);
      expect(await state.getSnapshot(S)).toMatchObject({ version: 4, data: { z: 1 } });
      await state.commitPatch(
        S,
        4,
        [
          { op: 'test', path: '/z', value: 1 },
          { op: 'copy', from: '/z', path: '/y' },
          { op: 'move', from: '/a', path: '/b' },
        ],
        { origin },
      );
      expect(await at.raw(S)).toBe(
        '{"version":5,"data":{"z":1.0,"y":1.0,"b":12345678901234567890},"owner":"python"}',
      );
      await state.restore(S, 4, { origin });
      expect(await at.raw(S)).toBe(
        '{"version":6,"data":{"z":1.0,"a":12345678901234567890},"owner":"python"}',
      );
    });

    it('says what it can not read, and does not write over it', async () => {
      await at.foreign(S, '{"version":1,"data":[]}');
      await expect(state.getSnapshot(S)).rejects.toMatchObject({
        name: 'StateCorrupt',
        fault: { error_type: 'state_corruption' },
      });
      await expect(
        state.commitPatch(S, 1, [{ op: 'add', path: '/a', value: 1 }], { origin }),
      ).rejects.toMatchObject({ name: 'StateCorrupt' });
      expect(await at.raw(S)).toBe('{"version":1,"data":[]}');
      expect(() => state.update('no/name', () => null, origin)).toThrow(RangeError);
    });

    it('shows, compares and restores any version', async () => {
      await state.initializeState(S, { n: 0, list: [1, 2] }, origin);
      for (let version = 1; version <= 250; version += 1)
        await state.update(
          S,
          ({ data }) => [
            { op: 'replace', path: '/n', value: version },
            ...(version % 2 ? [{ op: 'add', path: '/list/0', value: data['n'] }] : []),
          ],
          `agent:${version}`,
        );
      expect(await state.versionAt(S, 1)).toEqual({ version: 1, data: { n: 0, list: [1, 2] } });
      expect((await state.versionAt(S, 137))?.data['n']).toBe(136);
      expect(await state.versionAt(S, 0)).toEqual({ version: 0, data: {} });
      expect(await state.versionAt(S, 252)).toBeNull();
      expect((await state.compare(S, 2, 4))?.patch).toHaveLength(2);
      expect((await state.compare(S, 3, 2))?.patch).toEqual([
        { op: 'replace', path: '/n', value: 1 },
      ]);
      expect(await state.restore(S, 2, { origin, expected: 9 })).toMatchObject({
        conflict: true,
      });
      expect(await state.restore(S, 2, { origin, expected: 251 })).toMatchObject({
        new_version: 252,
      });
      expect((await state.getSnapshot(S)).data).toEqual({ n: 1, list: [0, 1, 2] });
      const [newest, before] = await state.history(S, { limit: 2 });
      expect(newest).toMatchObject({ version: 252, base: 251, kind: 'restore', origin });
      expect(before).toMatchObject({ version: 251, kind: 'patch', origin: 'agent:250' });
      const [older] = await state.history(S, { limit: 1, before: 251 });
      expect(older).toMatchObject({ version: 250 });
    });

    it('keeps the history within its bounds', async () => {
      state = onShelf({ maxEntries: 200, maxBytes: 20_000 });
      for (let version = 0; version < 300; version += 1)
        await state.update(
          S,
          () => [{ op: 'add', path: '/text', value: 'x'.repeat(100) + version }],
          origin,
        );
      const kept = await state.history(S, { limit: 1000 });
      expect(kept.length).toBeGreaterThan(10);
      expect(kept.length).toBeLessThan(70);
      expect(kept[0]?.version).toBe(300);
      expect((await state.versionAt(S, 299))?.data['text']).toMatch(/x298$/);
      expect(await state.versionAt(S, 2)).toBeNull();
    });

    it('records what other writers did, as one difference', async () => {
      await state.initializeState(S, { a: 1, b: { c: 1 } }, origin);
      await at.foreign(S, '{"version":4,"data":{"a":1,"b":{"c":2},"d":3}}');
      expect((await state.history(S, { limit: 1 }))[0]).toMatchObject({
        version: 4,
        base: 1,
        kind: 'foreign',
        patch: [
          { op: 'replace', path: '/b/c', value: 2 },
          { op: 'add', path: '/d', value: 3 },
        ],
      });
      await state.commitPatch(S, 4, [{ op: 'remove', path: '/d' }], { origin });
      expect((await state.versionAt(S, 1))?.data).toEqual({ a: 1, b: { c: 1 } });
      expect((await state.versionAt(S, 4))?.data).toEqual({ a: 1, b: { c: 2 }, d: 3 });
      // Over the same version, and by a room that has seen nothing of all that.
      await at.foreign(S, '{"version":5,"data":{"a":9}}');
      expect((await state.history(S, { limit: 1 }))[0]).toMatchObject({ version: 5, base: 5 });
      await at.foreign(S, '{"version":8,"data":{"a":10}}');
      const other = onShelf();
      await other.commitPatch(S, 8, [{ op: 'add', path: '/x', value: 1 }], { origin });
      expect(
        (await other.history(S, { limit: 3 })).map(({ version, base }) => [version, base]),
      ).toEqual([
        [9, 8],
        [8, 5],
        [5, 5],
      ]);
      expect((await other.versionAt(S, 1))?.data).toEqual({ a: 1, b: { c: 1 } });
      expect((await state.versionAt(S, 5))?.data).toEqual({ a: 9 });
    });

    it('begins anew where the state was deleted', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      await state.commitPatch(S, 1, [{ op: 'add', path: '/b', value: 1 }], { origin });
      await at.foreign(S, null);
      expect(await state.getSnapshot(S)).toEqual({ version: 0, data: {} });
      await state.initializeState(S, { new: true }, origin);
      expect((await state.history(S, { limit: 10 })).map(({ version }) => version)).toEqual([
        1,
      ]);
      await at.foreign(S, null);
      await at.foreign(S, '{"version":1,"data":{"python":1}}');
      await state.update(S, () => [{ op: 'add', path: '/c', value: 1 }], origin);
      expect((await state.versionAt(S, 1))?.data).toEqual({ python: 1 });
    });

    it('tells watchers every commit, by whomever', async () => {
      await state.initializeState(S, { a: 1 }, origin);
      const events = state.watch(S, lifetime.ending.signal);
      expect(await take(events, 1)).toEqual([
        { kind: 'snapshot', snapshot: { version: 1, data: { a: 1 } } },
      ]);
      const other = onShelf();
      await state.update(S, () => [{ op: 'add', path: '/b', value: 1 }], 'agent:one');
      await other.update(S, () => [{ op: 'add', path: '/c', value: 1 }], 'agent:two');
      expect(await take(events, 2)).toMatchObject([
        { kind: 'commit', commit: { version: 2, origin: 'agent:one' } },
        { kind: 'commit', commit: { version: 3, origin: 'agent:two' } },
      ]);
      await at.foreign(S, '{"version":4,"data":{"a":1,"b":1}}');
      expect(await take(events, 1)).toMatchObject([
        { commit: { version: 4, kind: 'foreign', patch: [{ op: 'remove', path: '/c' }] } },
      ]);
      await at.foreign(S, null);
      expect(await take(events, 1)).toEqual([
        { kind: 'snapshot', snapshot: { version: 0, data: {} } },
      ]);
      await state.initializeState(S, { z: 1 }, origin);
      expect(await take(events, 1)).toEqual([
        { kind: 'snapshot', snapshot: { version: 1, data: { z: 1 } } },
      ]);
      const waiting = events.next();
      lifetime.ending.abort();
      expect(await waiting).toEqual({ done: true, value: undefined });
    });

    it('lets writers of one process wait for each other', async () => {
      await Promise.all(
        Array.from({ length: 8 }, async (_, writer) => {
          for (let turn = 0; turn < 25; turn += 1)
            await state.update(
              S,
              ({ data }) => [{ op: 'add', path: '/n', value: Number(data['n'] ?? 0) + 1 }],
              `agent:${writer}`,
            );
        }),
      );
      expect(await state.getSnapshot(S)).toEqual({ version: 200, data: { n: 200 } });
      expect(await state.history(S, { limit: 1000 })).toHaveLength(200);
    });

    it('lets one of those win that read the same version', async () => {
      await state.initializeState(S, { n: 0 }, origin);
      const rooms = [state, onShelf(), onShelf()];
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (rooms[n % 3] ?? state).commitPatch(S, 1, [{ op: 'replace', path: '/n', value: n }], {
            origin,
          }),
        ),
      );
      expect(results.filter(({ success }) => success)).toHaveLength(1);
      expect(results.filter(({ conflict }) => conflict)).toHaveLength(11);
      expect((await state.getSnapshot(S)).version).toBe(2);
    });
  });
  describeLostPatches(name, open);
};
