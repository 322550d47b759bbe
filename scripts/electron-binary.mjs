import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findAppNode } from './app-node.mjs';
import { inRoot, say } from './project.mjs';
import { rememberFailure, rememberedFailure, stillFails } from './remembered.mjs';
import { run } from './run.mjs';

const DOWNLOAD_MS = 3 * 60 * 1000;
const folder = inRoot('node_modules', 'electron');

/** @typedef {{ path: string } | { why: string }} Binary Electron's program, or in a few words why there is none */

/** @returns {string | undefined} the path of Electron's program, where it is complete and of the right version */
export function installedElectron() {
  try {
    const program = readFileSync(join(folder, 'path.txt'), 'utf8');
    const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
    const version = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim();
    if (elsewhere === undefined && version !== electronVersion()) return undefined;
    const path = join(elsewhere ?? join(folder, 'dist'), program);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Electron's program: the one there is, else downloaded, once per version and half a day.
 * @param {{ retry?: boolean }} [options] `retry` tries again whatever failed before
 * @returns {Promise<Binary>}
 */
export async function fetchElectron({ retry = false } = {}) {
  const path = installedElectron();
  if (path !== undefined) return { path };
  const version = electronVersion();
  const failure = rememberedFailure('electron');
  if (!retry && failure !== undefined && stillFails(failure, version, Date.now())) {
    return { why: failure.reason };
  }
  say(`Fetching Electron ${version}, once …`);
  const ended = await run(findAppNode() ?? process.execPath, [join(folder, 'install.js')], {
    timeoutMs: DOWNLOAD_MS,
  });
  const fetched = installedElectron();
  if (fetched !== undefined) return { path: fetched };
  const reason = ended.timedOut
    ? 'the download of Electron did not end in time'
    : downloadError(ended.output);
  rememberFailure('electron', { subject: version, at: Date.now(), reason });
  return { why: reason };
}

/**
 * The few words that matter in the stack trace of a failed download.
 * @param {string} output
 */
export function downloadError(output) {
  const code = /\b(E[A-Z]{4,}|UND_ERR_[A-Z_]+|Response code \d+)/.exec(output)?.[0];
  return code === undefined
    ? 'Electron can not be downloaded here'
    : `Electron can not be downloaded here: ${code.trim()}`;
}

/**
 * Why no window of Electron can open on this machine.
 * @param {{ platform: string, uid: number | undefined, env: NodeJS.ProcessEnv, canSandbox: boolean }} machine
 * @returns {string | undefined} nothing where one can
 */
export function whyNoWindow({ platform, uid, env, canSandbox }) {
  if (platform !== 'linux') return undefined;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display';
  if (uid === 0) return 'Electron does not keep its sandbox as root';
  if (!canSandbox) return 'this system does not let Electron have its sandbox';
  return undefined;
}

/**
 * Whether Chromium's sandbox works: by user namespaces, or by its helper owned by root with the set-uid bit.
 * @param {string} electron the program's path
 */
export function canSandbox(electron) {
  if (process.platform !== 'linux') return true;
  const isRefused =
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    setting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    setting('/proc/sys/user/max_user_namespaces') === '0';
  if (!isRefused) return true;
  const helper = statSync(join(electron, '..', 'chrome-sandbox'), { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}

/** @param {string} file */
function setting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @returns {string} the version in the lock file */
function electronVersion() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
