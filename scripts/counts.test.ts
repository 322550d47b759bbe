import { describe, expect, it } from 'vitest';
import { asOne, countsOf, sum, summary } from './counts.mjs';

const vitest = {
  numTotalTests: 5,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
};
const playwright = { stats: { expected: 4, flaky: 1, unexpected: 0, skipped: 2 } };

describe('countsOf', () => {
  it('reads a report of Vitest', () => {
    expect(countsOf(vitest, true)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it('reads a report of Playwright', () => {
    expect(countsOf(playwright, true)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it('counts what failed once', () => {
    const failed = { ...vitest, numPassedTests: 1, numFailedTests: 2 };
    expect(countsOf(failed, false)).toEqual({ passed: 1, failed: 2, skipped: 2 });
  });

  it.each([
    ['crashed after its last test', vitest, false, 3],
    ['left no report', undefined, false, 0],
    ['left no report and yet exited with 0', undefined, true, 0],
    ['wrote something else', { hello: 1 }, true, 0],
    ['ran no test at all', { numTotalTests: 0 }, true, 0],
  ])('counts a stage that %s as failed', (_, report, endedWell, passed) => {
    expect(countsOf(report, endedWell)).toMatchObject({ passed, failed: 1 });
  });
});

it('sums stages into one line', () => {
  const all = [asOne(true), asOne(false), { passed: 10, failed: 0, skipped: 2 }];
  expect(summary(sum(all))).toBe('11 passed, 1 failed, 2 skipped');
});
