import { expect, test } from 'vitest';
import { etagOf, revisionsIn } from './entity-tag.ts';

test.each([
  [etagOf('3fA9-x_1'), ['3fA9-x_1']],
  [' "a" , "b","c" ', ['a', 'b', 'c']],
  ['*', '*'],
  [' * ', '*'],
  ['"a, b"', null],
  ['""', ['']],
  ['W/"a", "b"', ['b']],
  ['W/"a"', []],
  ['', null],
  ['a', null],
  ['"a', null],
  ['"a" "b"', null],
  ['"a",', null],
  ['*, "a"', null],
  ['w/"a"', null],
  ["'a'", null],
])('%s names %j', (header, revisions) => {
  expect(revisionsIn(header, 'strong')).toEqual(revisions);
});

test('a weak one is enough to read', () => {
  expect(revisionsIn('W/"a", "b"', 'weak')).toEqual(['a', 'b']);
});
