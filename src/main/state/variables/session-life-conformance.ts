import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VariableEvent } from '#shared/contract/variables.ts';
import { errorOf, given, next, type ProviderHarness } from './provider-harness.ts';
import type { StateProvider } from './state-provider.ts';

/** What both providers have to keep of a session: how it ends, how much it holds, what its watchers are told. */
export const describeSessionLife = (
  name: 'local' | 'bridged',
  open: () => Promise<ProviderHarness>,
): void => {
  describe(`a session of the ${name} state provider`, () => {
    let at: ProviderHarness;
    let state: StateProvider;
    beforeEach(async () => {
      at = await open();
      state = given(await at.open());
    });
    afterEach(() => at.close());

    it('answers session_expired in every call', async () => {
      given(await state.register('a', 'integer', 1));
      const exported = given(await state.export());
      await at.expire();
      const answers = await Promise.all([
        state.register('b', 'integer', 1),
        state.get('a'),
        state.describe('a'),
        state.set('a', 2),
        state.list(),
        state.getMany(['a']),
        state.getMany([]),
        state.updateMany({ a: 2 }),
        state.updateMany({ a: 2 }, { atomic: true }),
        state.describeMany(['a']),
        state.delete('a'),
        state.export(),
        state.end(),
      ]);
      for (const answer of answers)
        expect(errorOf(answer)).toMatchObject({ code: 'session_expired' });
      expect(await next(state.watch(new AbortController().signal))).toEqual({
        kind: 'expired',
      });
      given(await state.import(exported));
      expect(given(await state.get('a'))).toBe(1);
    });

    it('is ended for everybody at once', async () => {
      given(await state.register('a', 'integer', 1));
      const other = given(await at.open(undefined, state.sessionId));
      const events = state.watch(AbortSignal.timeout(5000));
      await next(events);
      // By now it is told by whoever keeps the variables, and no longer by its own look.
      for (let value = 2; value < 5; value += 1) {
        given(await state.set('a', value));
        expect(await next(events)).toMatchObject({ kind: 'set', variable: { value } });
      }
      expect(given(await state.end())).toEqual({ ended: true });
      expect(await next(events)).toEqual({ kind: 'expired' });
      for (const each of [state, other])
        expect(errorOf(await each.set('a', 2))).toMatchObject({ code: 'session_expired' });
    });

    it('that another one took the place of is told as it is now', async () => {
      given(await state.register('old', 'integer', 1));
      const events = state.watch(AbortSignal.timeout(5000));
      await next(events);
      given(await state.register('second', 'integer', 1));
      await next(events);
      const exported = given(await state.export());
      const [one] = Object.values(exported.variables);
      const variables = Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((name) => [name, { ...one, id: name, name }]),
      );
      given(await state.end());
      given(await state.import({ ...exported, variables }));
      const told = await next(events);
      if (told === 'done' || told.kind !== 'snapshot') throw new Error(JSON.stringify(told));
      expect(told.variables.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd']);
      given(await state.set('a', 5));
      expect(await next(events)).toMatchObject({ kind: 'set', variable: { name: 'a' } });
    });

    it('has 10,000 variables and no more', async () => {
      given(await state.register('first', 'integer', 0));
      const exported = given(await state.export());
      const [one] = Object.values(exported.variables);
      const variables = Object.fromEntries(
        Array.from({ length: 9999 }, (_, n) => [
          `id_${n}`,
          { ...one, id: `id_${n}`, name: `v${n}` },
        ]),
      );
      given(await state.import({ ...exported, variables }));
      expect(given(await state.list())).toHaveLength(10_000);
      expect(errorOf(await state.register('more', 'integer', 1))).toMatchObject({
        code: 'validation_failed',
      });
      given(await state.set('v9998', 5));
      given(await state.delete('first'));
      given(await state.register('more', 'integer', 1));
    });

    it('tells watchers what changes', async () => {
      given(await state.register('a', 'integer', 1));
      const ending = new AbortController();
      const events = state.watch(ending.signal);
      expect(await next(events)).toMatchObject({
        kind: 'snapshot',
        variables: [{ name: 'a' }],
      });
      const until = async (fits: (event: VariableEvent) => boolean): Promise<void> => {
        for (let event = await next(events); event !== 'done'; event = await next(events))
          if (fits(event)) return;
        throw new Error('the watch ended');
      };
      given(await state.set('a', 2));
      await until((event) => event.kind === 'set' && event.variable.value === 2);
      given(await state.register('b', 'integer', 1));
      await until((event) => event.kind === 'set' && event.variable.name === 'b');
      given(await state.delete('a'));
      await until((event) => event.kind === 'deleted' && event.name === 'a');
      for (let n = 0; n < 50; n += 1) given(await state.set('b', n));
      await until((event) => event.kind === 'set' && event.variable.value === 49);
      await at.expire();
      await until((event) => event.kind === 'expired');
      expect(await next(events)).toBe('done');
      ending.abort();
    });
  });
};
