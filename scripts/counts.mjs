/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const none = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export const sum = (all) =>
  all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    none,
  );

/**
 * The line over all of it.
 * @param {Counts} counts
 */
export const summary = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * A stage that passes or fails as one.
 * @param {boolean} passes
 * @returns {Counts}
 */
export const asOne = (passes) => (passes ? { ...none, passed: 1 } : { ...none, failed: 1 });

/**
 * What a Vitest or Playwright report counts. A stage that ended badly without a failed test of its own (it crashed,
 * was killed, a file did not load, nothing ran) counts as one failure more.
 * @param {unknown} report the parsed JSON report; `undefined` where there is none
 * @param {boolean} endedWell whether the process exited with 0
 * @returns {Counts}
 */
export function countsOf(report, endedWell) {
  const counts = isRecord(report)
    ? (vitestCounts(report) ?? playwrightCounts(report))
    : undefined;
  if (counts === undefined) return asOne(false);
  const hasRun = counts.passed + counts.failed + counts.skipped > 0;
  if ((endedWell && hasRun) || counts.failed > 0) return counts;
  return { ...counts, failed: 1 };
}

/**
 * @param {Record<string, unknown>} report
 * @returns {Counts | undefined}
 */
function vitestCounts(report) {
  if (!('numTotalTests' in report)) return undefined;
  return {
    passed: count(report['numPassedTests']),
    failed: count(report['numFailedTests']),
    skipped: count(report['numPendingTests']) + count(report['numTodoTests']),
  };
}

/**
 * @param {Record<string, unknown>} report
 * @returns {Counts | undefined}
 */
function playwrightCounts(report) {
  const stats = report['stats'];
  if (!isRecord(stats)) return undefined;
  return {
    passed: count(stats['expected']) + count(stats['flaky']),
    failed: count(stats['unexpected']),
    skipped: count(stats['skipped']),
  };
}

/** @param {unknown} value */
const count = (value) => (typeof value === 'number' ? value : 0);

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === 'object' && value !== null;
