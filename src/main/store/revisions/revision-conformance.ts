import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreHarness } from '../store-conformance.ts';
import type { Added, RevisionEntry, RevisionLog } from './revision-log.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 20, 0, second)).toISOString();

const textOf = (revision: string | null) => revision && JSON.stringify({ is: revision });

/** A change from one version to another, each named by a letter; `-` is nothing. */
const change = (versions: string, extra: Partial<RevisionEntry> = {}): RevisionEntry => {
  const [before = null, after = null] = Array.from(versions, (each) =>
    each === '-' ? null : `rev_${each}`,
  );
  return {
    at: at(0),
    by: 'operator',
    via: 'window',
    before,
    after,
    value: textOf(after),
    was: textOf(before),
    ...extra,
  };
};
const elsewhere = { by: null, via: 'elsewhere' } as const;

/** What every log of revisions must do, whatever it is made of. */
export const describeRevisions = (name: string, open: () => Promise<StoreHarness>): void => {
  describe(`${name} keeps revisions`, () => {
    let harness: StoreHarness;
    let log: RevisionLog;
    beforeEach(async () => {
      harness = await open();
      log = harness.store.revisions;
    });
    afterEach(() => harness.close());

    const add = (...given: Parameters<typeof change>): Promise<Added> =>
      log.add('intent', 'cut', change(...given));
    const all = () => log.list('intent', 'cut', { limit: 1000 });
    /** Newest first, as in `AB operator`. */
    const told = async () =>
      (await all()).map(({ before, after, by, via }) =>
        [
          `${before?.slice(4) ?? '-'}${after?.slice(4) ?? '-'}`,
          via === 'elsewhere' ? via : by,
        ].join(' '),
      );

    it('lists the newest first, each with the value before and after it', async () => {
      expect(await add('-A', { at: at(1), via: 'rest', by: 'api:token' })).toBe('added');
      expect(await add('AB', { at: at(2) })).toBe('added');
      expect(await add('B-', { at: at(3), by: null, via: 'app' })).toBe('added');
      const [third, second, first] = await all();
      expect(first).toEqual({
        id: expect.stringMatching(/^\d+-\d+$/),
        at: at(1),
        by: 'api:token',
        via: 'rest',
        before: null,
        after: 'rev_A',
        value: { is: 'rev_A' },
        was: null,
      });
      expect(second).toMatchObject({ value: { is: 'rev_B' }, was: { is: 'rev_A' } });
      expect(third).toMatchObject({
        by: null,
        via: 'app',
        after: null,
        value: null,
        was: { is: 'rev_B' },
      });
    });

    it('finds one by its id, and knows which it never had', async () => {
      await add('-A');
      await add('AB');
      const [second, first] = await all();
      expect(await log.get('intent', 'cut', second?.id ?? '')).toEqual(second);
      expect(await log.get('intent', 'cut', first?.id ?? '')).toEqual(first);
      expect(await log.get('intent', 'cut', '1-1')).toBe(null);
      expect(await log.get('intent', 'other', first?.id ?? '')).toBe(null);
    });

    it('pages backwards', async () => {
      const letters = 'ABCDEFG';
      await add('-A');
      for (let index = 1; index < letters.length; index += 1)
        await add(letters.slice(index - 1, index + 1), { at: at(index) });
      const pages: string[] = [];
      let before: string | undefined;
      for (;;) {
        const page = await log.list('intent', 'cut', { limit: 3, before });
        if (page.length === 0) break;
        pages.push(page.map(({ after }) => after?.slice(4)).join(''));
        expect(page.every((each) => each.before === null || each.was !== null)).toBe(true);
        before = page.at(-1)?.id;
      }
      expect(pages).toEqual(['GFE', 'DCB', 'A']);
      expect(await log.list('intent', 'cut', { limit: 3, before: '0-0' })).toEqual([]);
    });

    it('keeps each value apart, and takes no name that is none', async () => {
      await add('-A');
      await log.add('macro', 'cut', change('-B'));
      await log.add('config', 'bridge', change('-C'));
      expect(await told()).toEqual(['-A operator']);
      expect(await log.list('macro', 'cut', { limit: 5 })).toHaveLength(1);
      expect(await log.list('config', 'bridge', { limit: 5 })).toHaveLength(1);
      await expect(log.add('intent', 'a b', change('-A'))).rejects.toThrow('Not a name');
      expect(await log.list('intent', 'a b', { limit: 5 })).toEqual([]);
    });

    it('keeps the value before one that began from another than the last', async () => {
      await add('-A');
      await add('XB', { at: at(1) });
      const [second] = await all();
      expect(second).toMatchObject({ before: 'rev_X', was: { is: 'rev_X' } });
    });

    it('takes one once, however often it is told', async () => {
      await add('-A');
      expect(await add('-A')).toBe('known');
      await add('AB', { at: at(1) });
      await add('BC', { at: at(2) });
      // The answer to the first attempt was lost.
      expect(await add('AB', { at: at(1) })).toBe('known');
      expect(await told()).toEqual(['BC operator', 'AB operator', '-A operator']);
    });

    it('takes what several noticed elsewhere once', async () => {
      await add('-A');
      expect(await add('AB', { at: at(1), ...elsewhere })).toBe('added');
      expect(await add('AB', { at: at(2), ...elsewhere })).toBe('known');
      expect(await told()).toEqual(['AB elsewhere', '-A operator']);
    });

    it('gives what was noticed elsewhere to its author', async () => {
      await add('-A');
      await add('AB', { at: at(1), ...elsewhere });
      expect(await add('AB', { at: at(0) })).toBe('added');
      expect(await told()).toEqual(['AB operator', '-A operator']);
    });

    it('gives it to its author in its place, under what came after', async () => {
      await add('-A');
      await add('AB', { at: at(1), ...elsewhere });
      await add('BC', { at: at(2) });
      await add('CD', { at: at(3), by: 'agent:sam' });
      expect(await add('AB', { at: at(0) })).toBe('added');
      expect(await told()).toEqual([
        'CD agent:sam',
        'BC operator',
        'AB operator',
        '-A operator',
      ]);
      expect((await all())[0]).toMatchObject({ value: { is: 'rev_D' }, was: { is: 'rev_C' } });
    });

    it('puts one that is told late where it belongs', async () => {
      await add('-A');
      await add('BC', { at: at(2), by: 'agent:sam' });
      await add('AB', { at: at(1) });
      expect(await told()).toEqual(['BC agent:sam', 'AB operator', '-A operator']);
    });

    it('does not believe who noticed a value that stood a moment ago', async () => {
      await add('-A');
      await add('AB', { at: at(1) });
      await add('BA', { at: at(2) });
      expect(await add('AB', { at: at(3), ...elsewhere })).toBe('recent');
      expect(await told()).toEqual(['BA operator', 'AB operator', '-A operator']);
      // A person who makes that same change is believed.
      expect(await add('AB', { at: at(4) })).toBe('added');
    });

    it('follows a value to another name, and goes on there', async () => {
      const other = (versions: string, extra?: Partial<RevisionEntry>) =>
        log.add('intent', 'cut_b', change(versions, extra));
      const toldOf = async (intent: string) =>
        (await log.list('intent', intent, { limit: 100 })).map(
          ({ before, after }) => `${before?.slice(4) ?? '-'}${after?.slice(4) ?? '-'}`,
        );
      // Another value had that name before.
      await other('-X', { at: at(1) });
      await add('-A', { at: at(2) });
      await other('X-', { at: at(3) });
      await add('AB', { at: at(4) });
      // As a renaming does it: made under the new name, removed under the old one.
      await other('-M', { at: at(5) });
      await add('B-', { at: at(6) });
      for (let time = 0; time < 2; time += 1) {
        await log.follow('intent', 'cut', 'cut_b');
        expect(await toldOf('cut_b')).toEqual(['BM', 'AB', '-A', 'X-', '-X']);
        expect(await toldOf('cut')).toEqual(['B-']);
      }
      expect(await other('MC', { at: at(7) })).toBe('added');
      const [newest, making, second] = await log.list('intent', 'cut_b', { limit: 3 });
      expect(newest).toMatchObject({ was: { is: 'rev_M' }, value: { is: 'rev_C' } });
      expect(making).toMatchObject({ was: { is: 'rev_B' }, value: { is: 'rev_M' } });
      expect(await log.get('intent', 'cut_b', second?.id ?? '')).toEqual(second);
      // Back again: the deletion of the first time stays in its place.
      await add('-N', { at: at(8) });
      await other('C-', { at: at(9) });
      await log.follow('intent', 'cut_b', 'cut');
      expect(await toldOf('cut')).toEqual(['CN', 'MC', 'BM', 'AB', '-A', 'X-', '-X', 'B-']);
      expect(await toldOf('cut_b')).toEqual(['C-']);
      await log.follow('intent', 'nobody', 'cut');
      expect(await toldOf('cut')).toHaveLength(8);
    });

    it('forgets the oldest', async () => {
      await add('-0');
      const small = { at: at(1) };
      for (let index = 0; index < 210; index += 1)
        await log.add('intent', 'cut', {
          ...change('XX', small),
          at: at(index),
          before: `rev_${index}`,
          after: `rev_${index + 1}`,
        });
      const kept = await all();
      expect(kept).toHaveLength(200);
      expect(kept[0]).toMatchObject({ after: 'rev_210' });
      const large = JSON.stringify({ text: 'x'.repeat(1_000_000) });
      await add('AB', { at: at(5), before: 'rev_210', value: large, was: null });
      expect(await all()).toHaveLength(10);
    });
  });
};
