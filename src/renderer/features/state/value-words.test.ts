import { expect, test } from 'vitest';
import { placeWords, shortValue, sizeWords } from './value-words.ts';

test.each([
  ['a', '"a"'],
  [14, '14'],
  [null, 'null'],
  [[1, 2], '[1,2]'],
  [Array.from({ length: 22 }, () => 0), '22 items'],
  [[{}], '1 item'],
  [{}, '{}'],
  [{ a: 1 }, '{ "a": 1 }'],
  [{ slug: 'council', vt: 1 }, '{ "slug": "council" … }'],
  [{ a: {} }, '1 key'],
  [undefined, 'nothing'],
])('%j in short', (value, words) => {
  expect(shortValue(value)).toBe(words);
});

test('what is long is cut', () => {
  expect(shortValue('x'.repeat(5_000_000)).length).toBeLessThan(200);
  expect(sizeWords(Array.from({ length: 12_345 }))).toBe('12,345 items');
});

test.each([
  [[], 'the whole state'],
  [['show', 'scene'], 'show.scene'],
  [['rundown', '0', 'slug'], 'rundown[0].slug'],
])('%j is a place', (keys, words) => {
  expect(placeWords(keys, { show: {}, rundown: [{}] })).toBe(words);
});
