import { describe, expect, it } from 'vitest';
import { applyStatePatch } from './state-patch.ts';
import { stateDifference } from './state-difference.ts';
import type { PatchOperation, StateData } from '../contract/master-state.ts';

const done = (data: StateData, patch: readonly PatchOperation[]): StateData => {
  const patched = applyStatePatch(data, patch);
  if (!patched.ok) throw new Error(patched.problem.message);
  return patched.data;
};

/** The appendix of RFC 6902, and what its errata and test suite add: value, patch, result (null: refused). */
const cases: [string, StateData, PatchOperation[], StateData | null][] = [
  [
    'A.1 a key',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux' }],
    { baz: 'qux', foo: 'bar' },
  ],
  [
    'A.2 an item',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  [
    'A.3 remove a key',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'remove', path: '/baz' }],
    { foo: 'bar' },
  ],
  [
    'A.4 remove an item',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  [
    'A.5 replace',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 move',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 move an item',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 test',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  ['A.9 test fails', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], null],
  [
    'A.10 nested',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.11 unknown fields',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
    { foo: 'bar', baz: 'qux' },
  ],
  ['A.12 no parent', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }], null],
  [
    'A.14 ~01',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: 10 }],
    { '/': 9, '~1': 10 },
  ],
  ['A.15 text is no number', { '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], null],
  [
    'A.16 append',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
  [
    'copy',
    { a: { b: [1] } },
    [
      { op: 'copy', from: '/a/b', path: '/c' },
      { op: 'add', path: '/c/-', value: 2 },
    ],
    { a: { b: [1] }, c: [1, 2] },
  ],
  ['the whole', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
  ['the whole is no list', { a: 1 }, [{ op: 'replace', path: '', value: [] }], null],
  ['the whole is not removed', { a: 1 }, [{ op: 'remove', path: '' }], null],
  ['an empty key', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
  [
    'null is a value',
    { a: null },
    [
      { op: 'test', path: '/a', value: null },
      { op: 'remove', path: '/a' },
    ],
    {},
  ],
  [
    'key order does not count',
    { a: { x: 1, y: 2 } },
    [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
    { a: { x: 1, y: 2 } },
  ],
  ['move onto itself', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
  ['move over another', { a: 1, b: 2 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
  ['move into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/c' }], null],
  ['remove nothing', { a: 1 }, [{ op: 'remove', path: '/b' }], null],
  ['replace nothing', { a: 1 }, [{ op: 'replace', path: '/b', value: 1 }], null],
  ['beyond the list', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], null],
  ['leading zero', { a: [1, 2] }, [{ op: 'replace', path: '/a/01', value: 1 }], null],
  ['not a place', { a: [1, 2] }, [{ op: 'remove', path: '/a/-' }], null],
  ['negative', { a: [1, 2] }, [{ op: 'replace', path: '/a/-1', value: 1 }], null],
  ['in a text', { a: 'xyz' }, [{ op: 'test', path: '/a/0', value: 'x' }], null],
  ['no value', { a: 1 }, [{ op: 'add', path: '/b' }], null],
  ['no path', { a: 1 }, [{ op: 'add', value: 1 }], null],
  ['no from', { a: 1 }, [{ op: 'copy', path: '/b' }], null],
  ['no pointer', { a: 1 }, [{ op: 'add', path: 'b', value: 1 }], null],
  ['bad escape', { a: 1 }, [{ op: 'add', path: '/b~2', value: 1 }], null],
  ['no such op', { a: 1 }, [{ op: 'spam', path: '/b', value: 1 }], null],
  ['prototype', {}, [{ op: 'add', path: '/__proto__/x', value: 1 }], null],
  ['constructor', {}, [{ op: 'add', path: '/constructor/prototype/x', value: 1 }], null],
  [
    'prototype in a value',
    {},
    [{ op: 'add', path: '/x', value: JSON.parse('{"__proto__":{"y":1}}') }],
    null,
  ],
  ['NaN', {}, [{ op: 'add', path: '/x', value: Number.NaN }], null],
];

describe('a patch of the state', () => {
  it.each(cases)('%s', (_name, data, patch, wanted) => {
    const before: unknown = JSON.parse(JSON.stringify(data));
    const patched = applyStatePatch(data, patch);
    expect(data).toEqual(before);
    if (wanted === null || !patched.ok) {
      expect({ wanted: null, ok: patched.ok }).toEqual({ wanted, ok: false });
      return;
    }
    expect(patched.data).toEqual(wanted);
    expect(done(patched.data, patched.inverse)).toEqual(before);
  });

  it('names the operation at fault, and does none of the others', () => {
    const data = { a: 1 };
    const patched = applyStatePatch(data, [
      { op: 'add', path: '/b', value: 2 },
      { op: 'remove', path: '/nowhere' },
    ]);
    expect(patched).toMatchObject({
      ok: false,
      problem: { index: 1, op: 'remove', path: '/nowhere' },
    });
    expect(data).toEqual({ a: 1 });
    expect({}).not.toHaveProperty('x');
  });

  it('shares what it does not touch', () => {
    const data = { kept: { deep: [1] }, changed: { x: 1, other: {} } };
    const after = done(data, [{ op: 'replace', path: '/changed/x', value: 2 }]);
    expect(after['kept']).toBe(data.kept);
    expect(after['changed']).not.toBe(data.changed);
  });

  it('takes flat paths as the seed does', () => {
    const patched = applyStatePatch(
      { 'a/b': 1, gone: 1, '~': 0 },
      [
        { op: 'replace', path: '/a/b', value: 2 },
        { op: 'add', path: '//new', value: { x: 1 } },
        { op: 'replace', path: '/~' },
        { op: 'remove', path: 'gone' },
        { op: 'remove', path: '/never' },
        { op: 'spam', path: '/a/b' },
      ],
      'flat',
    );
    if (!patched.ok) throw new Error(patched.problem.message);
    expect(patched.data).toEqual({ 'a/b': 2, new: { x: 1 }, '~': null });
    expect(done(patched.data, patched.inverse)).toEqual({ 'a/b': 1, gone: 1, '~': 0 });
    const passedOver = { op: 'spam', path: '/x' };
    const barred = { op: 'add', path: '/__proto__', value: 1 };
    expect(applyStatePatch({}, [passedOver, barred], 'flat')).toMatchObject({
      ok: false,
      problem: { index: 1, op: 'add', path: '/__proto__' },
    });
    expect(applyStatePatch({}, [{ op: 'add', path: '/__proto__', value: 1 }], 'flat').ok).toBe(
      false,
    );
  });
});

describe('the difference of two states', () => {
  it.each([
    [{}, {}],
    [{ a: 1 }, { b: 1 }],
    [{ a: { x: 1, 'y/z': [1, 2, 3] } }, { a: { x: 2, 'y/z': [1, 5, 3], n: null } }],
    [
      { l: [1, 2], o: {} },
      { l: [1], o: [] },
    ],
  ])('makes one of the other: %j %j', (before, after) => {
    expect(done(before, stateDifference(before, after))).toEqual(after);
    expect(done(after, stateDifference(after, before))).toEqual(before);
  });

  it('is small', () => {
    expect(stateDifference({ a: { b: [{ c: 1 }, 2] } }, { a: { b: [{ c: 3 }, 2] } })).toEqual([
      { op: 'replace', path: '/a/b/0/c', value: 3 },
    ]);
  });
});
