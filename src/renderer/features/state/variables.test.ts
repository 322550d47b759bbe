import { describe, expect, test } from 'vitest';
import type { Variable, VariableEvent } from '#shared/contract/variables.ts';
import { emptyVariable, registrationOf } from './new-variable.ts';
import { steppedText, variableText, variableValue } from './variable-input.ts';
import { afterVariableEvents, emptyVariablesView, withoutSession } from './variables-view.ts';
import {
  ageOf,
  allowedWords,
  changedBy,
  matchingVariables,
  variableValueWords,
} from './variable-words.ts';

const at = '2026-11-28T18:00:00.000Z';
const then = Date.parse(at);

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  id: `var_${name}`,
  name,
  type: 'float',
  value: 1,
  constraints: {},
  metadata: {},
  version: 0,
  created_at: at,
  last_updated_at: at,
  ...more,
});
const heard = (name: string, more: Partial<Variable> = {}, heardAt: number | null = null) => ({
  variable: variable(name, more),
  heardAt,
});

const set = (of: Variable): VariableEvent => ({ kind: 'set', variable: of });

describe('variables that are watched', () => {
  test('are the snapshot with what changed, until the session is over', () => {
    const first = afterVariableEvents(
      emptyVariablesView,
      [{ kind: 'snapshot', variables: [variable('a'), variable('b')] }],
      then,
    );
    expect([...(first.byName?.keys() ?? [])]).toEqual(['a', 'b']);
    const next = afterVariableEvents(
      first,
      [set(variable('a', { version: 1, value: 2 })), { kind: 'deleted', name: 'b' }],
      then + 5,
    );
    expect([...(next.byName?.values() ?? [])]).toMatchObject([
      { variable: { value: 2 }, heardAt: then + 5 },
    ]);
    const over = afterVariableEvents(next, [{ kind: 'expired' }], then);
    expect(over).toMatchObject({ byName: new Map(), ended: [{ name: 'a', value: 2 }] });
    // Nobody begins it: what stood there is still known.
    expect(withoutSession(over)).toEqual(over);
    expect(afterVariableEvents(over, [set(variable('c'))], then).ended).toBeNull();
  });

  test('of a session that was never begun are none, and none ended', () => {
    expect(withoutSession(emptyVariablesView)).toEqual({ byName: new Map(), ended: null });
  });

  test('keep when a change was heard over a snapshot that says the same', () => {
    const changed = variable('a', { version: 1 });
    const one = afterVariableEvents(emptyVariablesView, [set(changed)], then + 5);
    const again = afterVariableEvents(
      one,
      [{ kind: 'snapshot', variables: [changed, variable('b')] }],
      then + 99,
    );
    expect(again.byName?.get('a')?.heardAt).toBe(then + 5);
    expect(again.byName?.get('b')?.heardAt).toBeNull();
  });
});

describe('the age of a value', () => {
  const metadata = { stale_after_ms: 10_000 };

  test('is stale once it stood still for longer than its metadata allow', () => {
    expect(ageOf(heard('a', { metadata }), then + 10_000)).toMatchObject({ isStale: false });
    expect(ageOf(heard('a', { metadata }), then + 15_000)).toEqual({
      ms: 15_000,
      words: '15 s',
      isStale: true,
    });
    expect(ageOf(heard('a'), then + 999_999_999).isStale).toBe(false);
  });

  test('counts from when it was heard, where the clock of its writer differs', () => {
    // The writer's clock is an hour behind, then an hour ahead.
    for (const wrong of [then - 3_600_000, then + 3_600_000]) {
      const one = heard(
        'a',
        { metadata, last_updated_at: new Date(wrong).toISOString() },
        then,
      );
      expect(ageOf(one, then + 11_000)).toMatchObject({ ms: 11_000, isStale: true });
    }
    const ahead = new Date(then + 60_000).toISOString();
    expect(ageOf(heard('a', { last_updated_at: ahead }), then).ms).toBe(0);
  });
});

test.each<[Partial<Variable>, string]>([
  [{ constraints: { min: -60, max: 10, step: 0.5 } }, '-60 to 10, step 0.5'],
  [{ constraints: { max: 3 } }, 'up to 3'],
  [{ type: 'choice', constraints: { enum: ['a', 1, null] } }, 'a, 1, null'],
  [
    { type: 'string', constraints: { length: { max: 60 }, pattern: '^a' } },
    'up to 60 characters, matches ^a',
  ],
  [{ type: 'tensor', constraints: { shape: [2, 3] } }, 'shape 2 × 3'],
  [{}, ''],
])('%j allows %s', (more, words) => {
  expect(allowedWords(variable('a', more))).toBe(words);
});

test('long values are told in one line', () => {
  const data = Array.from({ length: 512 }, (_, i) => i / 3);
  expect(
    variableValueWords({ type: 'embedding', value: { dtype: 'float32', shape: [512], data } }),
  ).toBe('[0, 0.3333, 0.6667, … 509 more] float32, 512');
  expect(variableValueWords({ type: 'json', value: { a: 'x'.repeat(999) } })).toHaveLength(201);
});

test('who changed it is said by the bridge, or by its writer', () => {
  expect(changedBy({ metadata: { changed_by: 'agent:a', updated_by: 'test' } })).toBe(
    'agent:a',
  );
  expect(changedBy({ metadata: { updated_by: 'test' } })).toBe('test');
  expect(changedBy({ metadata: { changed_by: 7 } })).toBeNull();
});

test('they are searched by name and value, and filtered', () => {
  const all = [
    heard('scene', { type: 'choice', value: 'show' }),
    heard('level', { metadata: { changed_by: 'agent:a' } }),
    heard('air', { type: 'string', value: 'Scene two', metadata: { stale_after_ms: 1 } }),
  ];
  const names = (...given: [string, 'all' | 'stale' | 'agents']) =>
    matchingVariables(all, ...given, then + 1000).map((each) => each.variable.name);
  expect(names('', 'all')).toEqual(['air', 'level', 'scene']);
  expect(names('SCENE', 'all')).toEqual(['air', 'scene']);
  expect(names('scene two', 'all')).toEqual(['air']);
  expect(names('', 'stale')).toEqual(['air']);
  expect(names('', 'agents')).toEqual(['level']);
});

describe('what is typed into a variable', () => {
  const integer = variable('count', { type: 'integer', constraints: { min: 0, max: 3600 } });

  test.each<[Partial<Variable>, string, unknown]>([
    [{ type: 'integer' }, ' 42 ', 42],
    [{ type: 'float' }, '-.5', -0.5],
    [{ type: 'string' }, '42', '42'],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'choice', constraints: { enum: ['1', 1] } }, '1', '1'],
    [{ type: 'json' }, '{"a": [1]}', { a: [1] }],
    [
      { type: 'tensor' },
      '[[1, 2], [3, 4]]',
      { dtype: 'float64', shape: [2, 2], data: [1, 2, 3, 4] },
    ],
  ])('%j takes %s', (more, text, value) => {
    expect(variableValue(variable('a', more), text)).toEqual({ ok: true, value });
  });

  test.each<[Variable, string, RegExp]>([
    [integer, '4200', /^count is of type integer and can't be 4200: it is above 3600\.$/],
    [integer, 'ten', /^count is of type integer and can't be "ten": it is no whole number/],
    [integer, '', /can't be ""/],
    [variable('j', { type: 'json' }), '{', /^j is of type json\. This is no JSON/],
    [variable('e', { type: 'embedding' }), '["x"]', /^e is of type embedding and can't be/],
  ])('names the variable, its type and the value: %#', (of, text, message) => {
    expect(variableValue(of, text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    });
  });

  test('begins with what stands there', () => {
    const stored = { dtype: 'float64', shape: [2], data: [1, 2] };
    const embedding = variable('e', { type: 'embedding', value: stored });
    expect(variableValue(embedding, variableText(embedding))).toEqual({
      ok: true,
      value: stored,
    });
  });

  test('goes up and down in steps, within what is allowed', () => {
    const stepped = { constraints: { step: 0.1, max: 0.4 } };
    expect(steppedText(stepped, '0.2', 1)).toBe('0.3');
    expect(steppedText(stepped, '0.4', 1)).toBe('0.4');
    expect(steppedText({ constraints: {} }, '3', -1)).toBe('2');
    expect(steppedText(stepped, 'x', 1)).toBeNull();
  });
});

describe('a new variable', () => {
  test('is read from its form', () => {
    expect(
      registrationOf({
        ...emptyVariable,
        name: 'level',
        type: 'float',
        value: '-8.5',
        min: '-60',
        max: '10',
        // Of another type: typed before the type was changed.
        pattern: '^a',
        staleAfter: '5',
        description: 'of the fader',
      }),
    ).toEqual({
      ok: true,
      registration: {
        name: 'level',
        type: 'float',
        value: -8.5,
        constraints: { min: -60, max: 10 },
        metadata: { stale_after_ms: 5000 },
        description: 'of the fader',
      },
    });
    expect(
      registrationOf({ ...emptyVariable, name: 's', type: 'choice', allowed: 'show\n1\n"1"' }),
    ).toMatchObject({
      registration: { value: 'show', constraints: { enum: ['show', 1, '1'] } },
    });
  });

  test.each([
    [{ name: 'no name' }, 'name'],
    [{ name: 'a', type: 'integer' as const, value: 'x' }, 'value'],
    [{ name: 'a', type: 'integer' as const, value: '1', min: 'x' }, 'min'],
    [{ name: 'a', type: 'integer' as const, value: '1', step: '-1' }, 'step'],
    [{ name: 'a', type: 'integer' as const, value: '1', min: '3', max: '2' }, 'max'],
    [{ name: 'a', type: 'string' as const, pattern: '(' }, 'pattern'],
    [{ name: 'a', type: 'choice' as const }, 'allowed'],
    [{ name: 'a', type: 'tensor' as const, value: '[1]', shape: 'x' }, 'shape'],
    [{ name: 'a', staleAfter: '-1' }, 'staleAfter'],
  ])('says what is wrong at its field: %j', (part, field) => {
    expect(registrationOf({ ...emptyVariable, ...part })).toMatchObject({
      ok: false,
      problems: { [field]: expect.any(String) },
    });
  });
});
