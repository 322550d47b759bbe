import { pathToFileURL } from 'node:url';
import { inRoot } from './project.mjs';

/** The built headless host, a program of its own. */
export const headlessHost = inRoot('out', 'main', 'headless.js');

/**
 * Runs the built headless host in this process, which saves one. It ends the process by itself.
 * @param {readonly string[]} args its options
 */
export async function becomeHeadlessHost(args) {
  process.argv = [process.execPath, headlessHost, ...args];
  await import(pathToFileURL(headlessHost).href);
}
