import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { cacheFolder, inRoot, root, say } from './project.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string | string[], cpu?: string | string[], libc?: unknown }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

const INSTALL_MS = 15 * 60 * 1000;
const stampFile = join(cacheFolder, 'packages');

/**
 * Why the packages in `node_modules` are not those of the lock file on this platform.
 * @param {LockFile} lock `package-lock.json`
 * @param {LockFile | undefined} installed npm's own account of `node_modules`, written as its last act
 * @param {{ platform: string, arch: string }} machine
 * @returns {string | undefined} nothing where they are
 */
export function whyInstall(lock, installed, machine) {
  if (installed === undefined) return 'node_modules is missing or incomplete';
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    if (found === undefined) {
      if (isNeeded(wanted, machine)) return `${path} is missing`;
    } else if (found.version !== wanted.version || found.integrity !== wanted.integrity) {
      return `${path} differs from the lock file`;
    }
  }
  const extra = Object.keys(installed.packages).find((path) => !(path in lock.packages));
  return extra === undefined ? undefined : `${extra} is not in the lock file`;
}

/**
 * npm leaves optional packages out for other platforms, and also those that only such packages ask for.
 * @param {LockedPackage} wanted
 * @param {{ platform: string, arch: string }} machine
 */
function isNeeded(wanted, { platform, arch }) {
  if (wanted.optional !== true) return true;
  const isForHere =
    [wanted.os ?? []].flat().includes(platform) && [wanted.cpu ?? []].flat().includes(arch);
  return isForHere && wanted.libc === undefined;
}

/**
 * Brings `node_modules` to the lock file with `npm ci`, where it is not there yet.
 * @returns {Promise<boolean>} false where npm failed; it has then said why
 */
export async function installPackages() {
  const lockText = readFileSync(inRoot('package-lock.json'), 'utf8');
  const stamp = `${createHash('sha256').update(lockText).digest('hex')} ${process.platform} ${process.arch}`;
  const installed = readJson(inRoot('node_modules', '.package-lock.json'));
  if (installed !== undefined && readText(stampFile) === stamp) return true;
  const why = whyInstall(JSON.parse(lockText), installed, process);
  if (why !== undefined && !(await npmCi(why))) return false;
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** @param {string} why */
async function npmCi(why) {
  say(`Installing packages: ${why}. This takes a minute the first time.`);
  stepAside();
  const npm = npmCommand();
  const began = Date.now();
  const ended = await run(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    timeoutMs: INSTALL_MS,
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  if (ended.code === 0) {
    say(`Packages installed in ${seconds} s.`);
    return true;
  }
  say(ended.output.trimEnd());
  say(`npm ci ${ended.timedOut ? 'did not end' : 'failed'} after ${seconds} s; see above.`);
  return false;
}

/** The npm that runs this script, on the Node it runs on, which `npm ci` does not replace. */
function npmCommand() {
  const { npm_node_execpath: node, npm_execpath: npm } = process.env;
  if (node !== undefined && npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)) {
    return { command: node, args: [npm] };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** Windows does not delete a program that runs, but lets it be moved: out of the way of `npm ci`. */
function stepAside() {
  const { execPath, platform, pid } = process;
  if (platform !== 'win32' || !execPath.startsWith(inRoot('node_modules') + sep)) return;
  mkdirSync(inRoot('out'), { recursive: true });
  renameSync(execPath, inRoot('out', `node-${pid}.exe`));
}

/**
 * @param {string} file
 * @returns {LockFile | undefined}
 */
function readJson(file) {
  const text = readText(file);
  return text === undefined ? undefined : JSON.parse(text);
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
