import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './project.mjs';

/** How long a failed download or installation is not tried again. Milliseconds. */
export const FAILURE_LASTS_MS = 12 * 60 * 60 * 1000;

/** @typedef {{ subject: string, at: number, reason: string }} Failure */

/**
 * @param {string} name
 * @returns {string}
 */
const fileOf = (name) => join(cacheFolder, `${name}-failed.json`);

/**
 * Whether a failure remembered earlier is still about this subject (a version, a set of packages) and recent.
 * @param {Failure | undefined} failure
 * @param {string} subject
 * @param {number} now milliseconds
 */
export function stillFails(failure, subject, now) {
  if (failure === undefined || failure.subject !== subject) return false;
  const age = now - failure.at;
  return age >= 0 && age < FAILURE_LASTS_MS;
}

/**
 * @param {string} name
 * @returns {Failure | undefined} nothing where the file is absent or unreadable
 */
export function rememberedFailure(name) {
  try {
    const { subject, at, reason } = JSON.parse(readFileSync(fileOf(name), 'utf8'));
    return { subject: String(subject), at: Number(at), reason: String(reason) };
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {Failure} failure
 */
export function rememberFailure(name, failure) {
  const file = fileOf(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(failure));
}
