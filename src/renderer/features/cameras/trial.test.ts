import { expect, it } from 'vitest';
import { takePayload, trialProblems } from './trial.ts';

it.each(['0', '-1', 'x', '1.5', '', '10000'])(
  'refuses trial %j and says what to type',
  (number) => {
    expect(trialProblems({ prefix: 'late', number }).number).toMatch(/1 to 9999/);
    expect(takePayload({ prefix: 'late', number })).toBeNull();
  },
);

it.each(['../x', '.x', 'a/b', '', 'a b'])('refuses session %j', (prefix) => {
  expect(trialProblems({ prefix, number: '1' }).prefix).toMatch(/letters/);
  expect(takePayload({ prefix, number: '1' })).toBeNull();
});

it('names a take', () => {
  expect(takePayload({ prefix: ' late_edition ', number: '012' })).toEqual({
    session_prefix: 'late_edition',
    trial_number: 12,
  });
});
