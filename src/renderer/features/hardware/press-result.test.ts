import { expect, test } from 'vitest';
import { ageOf, countsWords, pressesWords, resultOf } from './press-result.ts';

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
  expect(words(false, 'offline')).toBe('not sent: no backend');
  expect(words(false, 'too_old')).toBe('too old to count');
  expect(words(false, 'of another version')).toBe('of another version');
  expect(words(false, null)).toBe('not counted');
});

test('presses are counted, with those that did not count by reason', () => {
  expect(pressesWords(null, null)).toBe('0 counted');
  expect(pressesWords(12, { locked: 2, early: 1, bounce: 0 })).toBe(
    '12 counted, 3 not: 2 locked out, 1 too early: they are off',
  );
});

test('presses count only where the backend is there and has them on', () => {
  const on = { state: 'open', buzzers_enabled: true } as const;
  expect(countsWords(on, true)).toEqual({ counts: true, why: 'The buzzers are on.' });
  expect(countsWords({ ...on, state: 'stale' }, true).counts).toBe(true);
  expect(countsWords({ ...on, buzzers_enabled: false }, true).why).toMatch(/toggle_buzzers/);
  expect(countsWords({ ...on, state: 'waiting' }, true)).toMatchObject({ counts: false });
  expect(countsWords({ ...on, state: 'stopped' }, true).why).toMatch(/stopped/);
  expect(countsWords(on, false).counts).toBe(false);
});

test('a press that waited in a page that stood still is not dated anew', () => {
  expect(ageOf(100, 104)).toBe(4);
  expect(ageOf(104, 100)).toBe(0);
  expect(ageOf(100, 1101)).toBeNull();
});
