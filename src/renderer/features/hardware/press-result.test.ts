import { expect, test } from 'vitest';
import { pressesWords, resultOf } from './press-result.ts';

const words = (counted: boolean, refusal: string | null): string =>
  resultOf({ counted, refusal }).words;

test('a press counts, or says why it does not', () => {
  expect(resultOf({ counted: true, refusal: null })).toEqual({
    mark: 'sent',
    words: 'counted',
  });
  expect(resultOf({ counted: false, refusal: 'early' }).mark).toBe('refused');
  expect(words(false, 'early')).toBe('too early: they are off');
  expect(words(false, 'locked')).toBe('locked out');
  expect(words(false, 'of another version')).toBe('of another version');
  expect(words(false, null)).toBe('not counted');
});

test('presses are counted, with those that did not count by reason', () => {
  expect(pressesWords(null, null)).toBe('0 counted');
  expect(pressesWords(12, { locked: 2, early: 1, bounce: 0 })).toBe(
    '12 counted, 3 not: 2 locked out, 1 too early: they are off',
  );
});
