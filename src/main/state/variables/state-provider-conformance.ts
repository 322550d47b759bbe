import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VariableType } from '#shared/contract/variables.ts';
import { errorOf, given, type ProviderHarness } from './provider-harness.ts';
import { describeSessionLife } from './session-life-conformance.ts';
import type { StateProvider } from './state-provider.ts';

export { given } from './provider-harness.ts';

/** What both providers have to keep. */
export const describeStateProvider = (
  name: 'local' | 'bridged',
  open: () => Promise<ProviderHarness>,
): void => {
  describe(`the ${name} state provider`, () => {
    let at: ProviderHarness;
    let state: StateProvider;
    beforeEach(async () => {
      at = await open();
      state = given(await at.open());
    });
    afterEach(() => at.close());

    it('registers, gives and sets, by name and by id', async () => {
      const { id } = given(await state.register('volume', 'integer', 3));
      expect(given(await state.get('volume'))).toBe(3);
      expect(given(await state.get(id))).toBe(3);
      await at.clock.advance(5);
      expect(given(await state.set('volume', 4, { updated_by: 'test' }))).toEqual({
        version: 1,
      });
      given(await state.set(id, 5));
      expect(given(await state.describe('volume'))).toEqual({
        id,
        name: 'volume',
        type: 'integer',
        value: 5,
        constraints: {},
        metadata: { updated_by: 'test' },
        version: 2,
        created_at: '2026-11-21T20:00:00.000Z',
        last_updated_at: '2026-11-21T20:00:00.005Z',
      });
    });

    it('says where it is and what it can', async () => {
      const isBridged = name === 'bridged';
      expect(state.requiresBridge()).toBe(isBridged);
      expect(state.backend).toBe(name);
      expect(state.capabilities()).toEqual({
        atomic_updates: true,
        streaming: true,
        persistence: isBridged,
        distribution: isBridged,
      });
    });

    it.each<[VariableType, unknown, unknown]>([
      ['boolean', true, 'true'],
      ['string', '', 5],
      ['integer', -7, 1.5],
      ['float', 2, Number.NaN],
      ['json', { a: [null, { b: 1 }] }, undefined],
      ['embedding', [0.25, -1], [1, 'x']],
      [
        'tensor',
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [[1, 2], [3]],
      ],
    ])('takes values of type %s and no others', async (type, good, bad) => {
      given(await state.register('x', type, good));
      const kept = given(await state.get('x'));
      if (type === 'embedding')
        expect(kept).toEqual({ dtype: 'float64', shape: [2], data: good });
      else if (type === 'tensor')
        expect(kept).toEqual({ dtype: 'float64', shape: [2, 3], data: [1, 2, 3, 4, 5, 6] });
      else expect(kept).toEqual(good);
      const error = errorOf(await state.set('x', bad));
      expect(error).toMatchObject({ code: 'validation_failed', variable: 'x' });
      expect(error).toHaveProperty(
        'message',
        expect.stringMatching(`^x is of type ${type} and`),
      );
      expect(errorOf(await state.register('y', type, bad))).toMatchObject({ variable: 'y' });
      expect(given(await state.get('x'))).toEqual(kept);
    });

    it('keeps typed arrays with their type and shape', async () => {
      given(await state.register('e', 'embedding', new Float32Array([0.1, 2])));
      expect(given(await state.get('e'))).toEqual({
        dtype: 'float32',
        shape: [2],
        data: [Math.fround(0.1), 2],
      });
      const tensor = { dtype: 'int32', shape: [2, 2], data: [1, 2, 3, 4] };
      given(await state.register('t', 'tensor', tensor, { constraints: { shape: [2, 2] } }));
      for (const wrong of [
        { ...tensor, shape: [4] },
        { ...tensor, data: [1, 2, 3] },
        { ...tensor, data: [1, 2, 3, 4.5] },
        { ...tensor, data: [1, 2, 3, Infinity] },
      ])
        expect(errorOf(await state.set('t', wrong))).toMatchObject({
          code: 'validation_failed',
        });
    });

    it('holds values to their constraints', async () => {
      const cases = [
        ['integer', { min: 0, max: 10, step: 5 }, 5, [-5, 11, 3]],
        ['float', { min: 0.1, step: 0.1 }, 0.3, [0.05, 0.35]],
        [
          'string',
          { pattern: '^[a-z]+$', length: { min: 2, max: 4 } },
          'abc',
          ['a', 'abcde', 'AB'],
        ],
        ['string', { enum: ['on', 'off'] }, 'on', ['ON']],
        ['choice', { enum: ['a', 1, { deep: true }] }, { deep: true }, ['b', { deep: false }]],
        ['json', { length: 2 }, [1, 2], [[1]]],
        ['embedding', { length: 2, min: -1, max: 1 }, [0, 1], [[0], [0, 2]]],
        [
          'tensor',
          { shape: [1, 2] },
          [[1, 2]],
          [
            [[1], [2]],
            [1, 2],
          ],
        ],
      ] as const;
      for (const [index, [type, constraints, good, bad]] of cases.entries()) {
        const x = `x${index}`;
        given(
          await state.register(x, type, good, {
            constraints: structuredClone(constraints) as object,
          }),
        );
        for (const value of bad)
          expect(errorOf(await state.set(x, value))).toMatchObject({
            code: 'validation_failed',
          });
      }
    });

    it('refuses definitions that are not sound', async () => {
      const refused = [
        await state.register('x', 'choice', 'a'),
        await state.register('x', 'string', 'a', { constraints: { min: 1 } }),
        await state.register('x', 'integer', 5, { constraints: { min: 6, max: 2 } }),
        await state.register('x', 'string', 'a', { constraints: { pattern: '(' } }),
        await state.register('x', 'string', 'a', { metadata: { big: 'x'.repeat(70_000) } }),
        await state.register('__proto__', 'integer', 1),
        await state.register('no name', 'integer', 1),
      ];
      for (const answer of refused)
        expect(errorOf(answer)).toMatchObject({ code: 'validation_failed' });
      expect(given(await state.list())).toEqual([]);
    });

    it('gives up a pattern that would take for ever', async () => {
      given(await state.register('x', 'string', 'a', { constraints: { pattern: '^(a+)+$' } }));
      expect(errorOf(await state.set('x', `${'a'.repeat(60)}b`))).toMatchObject({
        code: 'validation_failed',
      });
    });

    it('refuses a value above 5 MB and takes one below', async () => {
      given(await state.register('x', 'string', ''));
      expect(errorOf(await state.set('x', 'x'.repeat(5_000_001)))).toMatchObject({
        code: 'validation_failed',
      });
      given(await state.set('x', 'x'.repeat(4_999_000)));
      expect(given(await state.get('x'))).toHaveLength(4_999_000);
    });

    it('registers a name once', async () => {
      given(await state.register('x', 'integer', 1));
      expect(errorOf(await state.register('x', 'string', 'a'))).toMatchObject({
        code: 'validation_failed',
        variable: 'x',
      });
      expect(given(await state.get('x'))).toBe(1);
    });

    it('says what it does not find', async () => {
      const wanted = { code: 'not_found', identifier: 'nobody' };
      expect(errorOf(await state.get('nobody'))).toMatchObject(wanted);
      expect(errorOf(await state.describe('nobody'))).toMatchObject(wanted);
      expect(errorOf(await state.set('nobody', 1))).toMatchObject(wanted);
      expect(errorOf(await state.delete('nobody'))).toMatchObject(wanted);
      expect(given(await state.getMany(['nobody', '__proto__', 'toString']))).toEqual({});
    });

    it('lists by name and deletes', async () => {
      const { id } = given(await state.register('b', 'integer', 1));
      given(await state.register('a', 'integer', 2));
      expect(given(await state.list()).map((variable) => variable.name)).toEqual(['a', 'b']);
      given(await state.delete(id));
      expect(errorOf(await state.get('b'))).toMatchObject({ code: 'not_found' });
      expect(errorOf(await state.get(id))).toMatchObject({ code: 'not_found' });
      given(await state.register('b', 'string', 'again'));
      expect(given(await state.get('b'))).toBe('again');
    });

    it('reads and writes many at once', async () => {
      for (let n = 1; n <= 10; n += 1) given(await state.register(`batch_${n}`, 'integer', n));
      const names = Array.from({ length: 10 }, (_, n) => `batch_${n + 1}`);
      const { batch_5 } = given(await state.getMany(names));
      expect(batch_5).toBe(5);
      const updates = Object.fromEntries(names.map((one, n) => [one, n * 10]));
      expect(given(await state.updateMany(updates)).written).toHaveLength(10);
      expect(given(await state.getMany(names))).toEqual(updates);
      const { batch_7 } = given(await state.describeMany(names));
      expect(batch_7).toEqual(given(await state.describe('batch_7')));
      expect(given(await state.updateMany({}))).toEqual({ written: [] });
    });

    it('writes what it can of a batch, or nothing of an atomic one', async () => {
      given(await state.register('a', 'integer', 1, { constraints: { max: 10 } }));
      given(await state.register('b', 'integer', 1));
      const updates = { a: 11, b: 2, c: 3 };
      const failures = { a: expect.stringMatching('above 10'), c: 'not_found' };
      expect(errorOf(await state.updateMany(updates, { atomic: true }))).toMatchObject({
        code: 'partial_failure',
        failures,
        written: [],
      });
      expect(given(await state.getMany(['a', 'b']))).toEqual({ a: 1, b: 1 });
      expect(
        errorOf(await state.updateMany(updates, { metadata: { by: 'me' } })),
      ).toMatchObject({
        code: 'partial_failure',
        failures,
        written: ['b'],
      });
      expect(given(await state.describe('b'))).toMatchObject({
        value: 2,
        version: 1,
        metadata: { by: 'me' },
      });
    });

    it('loses no update among concurrent writers', async () => {
      given(await state.register('n', 'integer', 0));
      const writers = [state, given(await at.open(undefined, state.sessionId))];
      await Promise.all(
        Array.from({ length: 8 }, async (_, writer) => {
          for (let turn = 0; turn < 20; turn += 1)
            given(await (writers[writer % 2] ?? state).set('n', turn));
        }),
      );
      const seen = given(await state.describe('n'));
      expect(seen.version).toBe(160);
    });

    it('moves with everything that it has', async () => {
      given(
        await state.register('a', 'float', 3.14, {
          constraints: { min: 0 },
          metadata: { source: 'x' },
        }),
      );
      given(await state.register('t', 'tensor', [[1]], { description: 'a matrix' }));
      given(await state.set('a', 2.5));
      const exported = given(await state.export());
      expect(exported.metadata).toMatchObject({ backend: name });
      const before = given(await state.list());
      expect(exported.variable_index).toEqual(
        Object.fromEntries(before.map((v) => [v.name, v.id])),
      );
      const target = given(await at.open(JSON.parse(JSON.stringify(exported)), 'target'));
      const now = '2026-11-21T20:00:00.000Z';
      expect(given(await target.list())).toEqual(
        before.map((variable) => ({
          ...variable,
          metadata: { ...variable.metadata, migrated_from: name, migrated_at: now },
        })),
      );
    });

    it('takes no part of an export that is not sound, and leaves no session behind', async () => {
      const made = given(await state.register('a', 'integer', 1));
      const good = given(await state.export());
      const a = good.variables[made.id];
      const bad: unknown[] = [
        null,
        { variables: {} },
        { ...good, variables: { ...good.variables, [made.id]: { ...a, value: 'x' } } },
        { ...good, variables: { other: a } },
        { ...good, variables: { [made.id]: { ...a, type: 'spam' } } },
      ];
      for (const exported of bad) {
        expect(errorOf(await at.open(exported, 'bad_import'))).toMatchObject({
          code: 'import_failed',
        });
        const failed = await state.import(exported);
        expect(errorOf(failed)).toMatchObject({ code: 'import_failed' });
      }
      expect(errorOf(await state.import(good))).toMatchObject({
        code: 'import_failed',
        failures: { a: expect.stringMatching('already') },
      });
      expect(given(await state.list())).toHaveLength(1);
    });
  });
  describeSessionLife(name, open);
};
