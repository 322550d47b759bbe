import { expect, test } from 'vitest';
import { changeWords, whatWords } from './history-words.ts';

test.each([
  [{ before: null, after: 'a', changed: [] }, 'made'],
  [{ before: 'a', after: null, changed: [] }, 'deleted'],
  [{ before: 'a', after: 'b', changed: [] }, 'changed'],
  [{ before: 'a', after: 'b', changed: ['actions', 'guard'] }, 'actions, guard'],
  [{ before: 'a', after: 'b', changed: ['rows', 'created_at'] }, 'rows'],
  [{ before: 'a', after: 'b', changed: ['a', 'b', 'c', 'd', 'e'] }, 'a, b, c and 2 more'],
  [{ before: 'a', after: 'b', changed: ['renamed_from'] }, 'renaming finished'],
])('%j is told as %s', (revision, words) => {
  expect(changeWords(revision)).toBe(words);
});

test('the configuration has no name', () => {
  expect(whatWords('config', 'bridge')).toBe('the configuration');
  expect(whatWords('intent', 'cut')).toBe('intent cut');
});
