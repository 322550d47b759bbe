import { expect, test } from 'vitest';
import type { StateCommit } from '#shared/contract/master-state.ts';
import { commitWords, patchWords } from './commit-words.ts';

test.each([
  [[{ op: 'replace', path: '/show/scene', value: 'show' }], 'replace /show/scene "show"'],
  [
    [{ op: 'add', path: '/guests/-', value: { name: 'A', at: 1 } }],
    'add /guests/- { "name": "A" … }',
  ],
  [[{ op: 'remove', path: '/a~1b' }], 'remove /a~1b'],
  [[{ op: 'move', from: '/a', path: '/b' }], 'move /a to /b'],
  [[{ op: 'replace', path: '', value: {} }], 'replace everything {}'],
  [[], 'nothing changed'],
  [
    [
      { op: 'test', path: '/a', value: 1 },
      { op: 'remove', path: '/a' },
      { op: 'remove', path: '/b' },
    ],
    'remove /a · 2 ops',
  ],
])('%j in words', (patch, words) => {
  expect(patchWords(patch)).toBe(words);
});

test('says how a commit came to be', () => {
  const commit: StateCommit = {
    version: 2,
    base: 1,
    at: '2026-11-28T18:00:00.000Z',
    origin: 'operator',
    kind: 'restore',
    patch: [{ op: 'remove', path: '/a' }],
    inverse: null,
  };
  expect(commitWords(commit)).toBe('restored: remove /a');
  expect(commitWords({ ...commit, kind: 'foreign' })).toBe('by another program: remove /a');
  expect(commitWords({ ...commit, kind: 'init' })).toBe('the state was begun');
  expect(commitWords({ ...commit, kind: 'flat' })).toBe('remove /a');
});
