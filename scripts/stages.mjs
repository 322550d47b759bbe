import { join } from 'node:path';
import { inRoot } from './project.mjs';

/**
 * @typedef {import('./system-parts.mjs').PartName} PartName
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly [string, ...string[]]} command
 * @property {number} timeoutMs
 * @property {string} [report] the file its JSON report is written to; without one it counts as one
 * @property {readonly PartName[]} [parts] can't run without these
 * @property {string} [after] can't run where this stage failed
 */

const MINUTE = 60_000;
const node = process.execPath;
export const reportFolder = inRoot('out', 'reports');

const xvfb = /** @type {const} */ (['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24']);

/** @param {string} path below `node_modules` */
const bin = (path) => inRoot('node_modules', ...path.split('/'));

/**
 * @param {'unit' | 'integration'} project
 * @param {Partial<Stage>} rest
 * @returns {Stage}
 */
function vitest(project, rest) {
  const report = join(reportFolder, `${project}.json`);
  return {
    name: project,
    command: [
      node,
      bin('vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    timeoutMs: 5 * MINUTE,
    report,
    ...rest,
  };
}

/**
 * Two lanes of stages that keep two cores busy, and what then needs the machine for itself, one by one: these
 * measure time, or drive a browser.
 * @param {{ underXvfb: boolean }} display whether the browser tests get a display of their own
 * @returns {{ lanes: Stage[][], alone: Stage[] }}
 */
export function planStages({ underXvfb }) {
  return {
    lanes: [
      [
        {
          name: 'format',
          command: [node, bin('oxfmt/bin/oxfmt'), '--check'],
          timeoutMs: MINUTE,
        },
        {
          name: 'lint',
          command: [node, bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
          timeoutMs: 2 * MINUTE,
        },
      ],
      [
        {
          name: 'build',
          command: [node, inRoot('scripts', 'build.mjs')],
          timeoutMs: 2 * MINUTE,
        },
        {
          name: 'types',
          command: [node, inRoot('scripts', 'types.mjs')],
          timeoutMs: 2 * MINUTE,
        },
      ],
    ],
    alone: [
      vitest('unit', {}),
      vitest('integration', { timeoutMs: 8 * MINUTE, parts: ['redis'], after: 'build' }),
      {
        name: 'e2e',
        command: [
          ...(underXvfb ? xvfb : /** @type {const} */ ([])),
          node,
          bin('@playwright/test/cli.js'),
          'test',
          '--config',
          'e2e/playwright.config.ts',
        ],
        timeoutMs: 25 * MINUTE,
        // its configuration names this file
        report: join(reportFolder, 'e2e.json'),
        parts: underXvfb ? ['redis', 'chromium', 'xvfb'] : ['redis', 'chromium'],
        after: 'build',
      },
    ],
  };
}
