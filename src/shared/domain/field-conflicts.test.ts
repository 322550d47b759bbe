import { expect, test } from 'vitest';
import { fieldChanges, fieldDifferences, isSameJson, mergeFields } from './field-conflicts.ts';

const base = { name: 'cut', text: 'a', retry: { attempts: 3, wait: 10 }, actions: [1, 2] };

test('what only one side changed is told apart from what both did', () => {
  const theirs = { ...base, text: 'b', retry: { attempts: 5, wait: 10 } };
  const mine = { ...base, text: 'c', actions: [2, 1] };
  expect(fieldChanges(base, theirs, mine).map(({ path, by }) => [path, by])).toEqual([
    ['text', 'both'],
    ['retry', 'theirs'],
    ['actions', 'mine'],
  ]);
});

test('objects that both changed are looked into; lists are one thing', () => {
  const theirs = { ...base, retry: { attempts: 5, wait: 10 }, actions: [1] };
  const mine = { ...base, retry: { attempts: 3, wait: 99 }, actions: [2] };
  expect(fieldChanges(base, theirs, mine).map(({ path, by }) => [path, by])).toEqual([
    ['retry.attempts', 'theirs'],
    ['retry.wait', 'mine'],
    ['actions', 'both'],
  ]);
});

test('the same change is none, whatever the order of keys', () => {
  const theirs = { ...base, retry: { wait: 1, attempts: 1 } };
  const mine = { ...base, retry: { attempts: 1, wait: 1 } };
  expect(fieldChanges(base, theirs, mine)).toEqual([]);
  expect(isSameJson({ a: undefined }, {})).toBe(true);
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
});

test('a merge takes what it is told, deep fields and absent ones too', () => {
  const theirs = { ...base, text: 'b', extra: 1, retry: { attempts: 5, wait: 10 } };
  const mine: Record<string, unknown> = { ...base, retry: { attempts: 4, wait: 20 } };
  delete mine['text'];
  const changes = fieldChanges(base, theirs, mine);
  expect(
    mergeFields(theirs, changes, ({ by }) => (by === 'theirs' ? 'theirs' : 'mine')),
  ).toEqual({
    name: 'cut',
    extra: 1,
    retry: { attempts: 4, wait: 20 },
    actions: [1, 2],
  });
  expect(mergeFields(theirs, changes, () => 'theirs')).toEqual(theirs);
});

test('without a common start everything that differs is a choice', () => {
  expect(fieldChanges(null, { a: 1, b: 1 }, { a: 2, b: 1 })).toEqual([
    { path: 'a', keys: ['a'], base: undefined, theirs: 1, mine: 2, by: 'both' },
  ]);
});

test('two versions differ field by field, whole lists at a time, whatever the order of their fields', () => {
  const from = { a: 1, retry: { attempts: 2, delay: 5 }, steps: [1, 2], same: { x: 1, y: 2 } };
  const to = { same: { y: 2, x: 1 }, retry: { attempts: 3, delay: 5 }, steps: [2, 1], b: null };
  expect(fieldDifferences(from, to)).toEqual([
    { path: 'a', keys: ['a'], from: 1, to: undefined },
    { path: 'retry.attempts', keys: ['retry', 'attempts'], from: 2, to: 3 },
    { path: 'steps', keys: ['steps'], from: [1, 2], to: [2, 1] },
    { path: 'b', keys: ['b'], from: undefined, to: null },
  ]);
  expect(fieldDifferences(from, from)).toEqual([]);
});

test('a dot in a key is no path', () => {
  const conditions = { 'context.scene': 'talk', 'context.page': 1 };
  const theirs = { conditions: { ...conditions, 'context.page': 2 } };
  const mine = { conditions: { ...conditions, 'context.scene': 'show' } };
  const changes = fieldChanges({ conditions }, theirs, mine);
  expect(
    mergeFields(theirs, changes, ({ by }) => (by === 'theirs' ? 'theirs' : 'mine')),
  ).toEqual({ conditions: { 'context.scene': 'show', 'context.page': 2 } });
  expect(fieldDifferences({ conditions }, theirs)).toEqual([
    {
      path: 'conditions.context.page',
      keys: ['conditions', 'context.page'],
      from: 1,
      to: 2,
    },
  ]);
});
