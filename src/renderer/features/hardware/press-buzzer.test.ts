import { expect, test } from 'vitest';
import { resultOf } from './press-buzzer.ts';

const refused = (refusal: string | null): string =>
  resultOf({ counted: false, refusal, sent: null }).words;

test('a press that counts says whether its message left', () => {
  const counted = { counted: true, refusal: null } as const;
  expect(resultOf({ ...counted, sent: { outcome: 'sent', reason: null } })).toEqual({
    mark: 'sent',
    words: 'sent',
  });
  expect(
    resultOf({ ...counted, sent: { outcome: 'dropped', reason: 'Nobody listens.' } }),
  ).toEqual({ mark: 'expired', words: 'Nobody listens.' });
});

test('a press that does not count says why', () => {
  expect(refused('early')).toBe('too early: they are off');
  expect(refused('locked')).toBe('locked out');
  expect(refused('of another version')).toBe('of another version');
  expect(refused(null)).toBe('not counted');
});
