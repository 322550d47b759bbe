import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** @param {string[]} parts below the checkout's folder */
export const inRoot = (...parts) => join(root, ...parts);

/** What set-up and start remember; gone with `node_modules`, as it should be. */
export const cacheFolder = inRoot('node_modules', '.cache', 'mcr-bridge');

/**
 * One line of progress. On stderr: stdout belongs to what the script runs.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
