import { expect, it } from 'vitest';
import { FAILURE_LASTS_MS, stillFails } from './remembered.mjs';

const failure = { subject: '45.0.0', at: 1_000_000, reason: 'refused' };

it('trusts a failure for half a day', () => {
  expect(stillFails(failure, '45.0.0', failure.at + FAILURE_LASTS_MS - 1)).toBe(true);
  expect(stillFails(failure, '45.0.0', failure.at + FAILURE_LASTS_MS)).toBe(false);
});

it('forgets it for another version, without a failure, and when the clock went back', () => {
  expect(stillFails(failure, '46.0.0', failure.at)).toBe(false);
  expect(stillFails(undefined, '45.0.0', failure.at)).toBe(false);
  expect(stillFails(failure, '45.0.0', failure.at - 1)).toBe(false);
});
