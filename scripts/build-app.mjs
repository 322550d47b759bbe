import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root, say } from './project.mjs';
import { run } from './run.mjs';

const BUILD_MS = 3 * 60 * 1000;
const stampFile = inRoot('out', '.built-from');
const products = [
  'main/index.js',
  'main/headless.js',
  'preload/index.cjs',
  'renderer/index.html',
];

/**
 * A hash over everything the build reads: names and bytes, tests apart.
 * @param {string} folder the checkout
 * @returns {string}
 */
export function sourceHash(folder) {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const settings = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...settings.map((name) => join(folder, name))]) {
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Builds the app into `out/`, unless it was already built from these very sources.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} false where the build failed; it has then said why
 */
export async function buildApp({ force = false } = {}) {
  const hash = sourceHash(root);
  if (!force && isBuilt() && readFileSync(stampFile, 'utf8') === hash) return true;
  rmSync(stampFile, { force: true });
  const began = Date.now();
  say('Building …');
  const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const ended = await run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    timeoutMs: BUILD_MS,
  });
  const missing = products.filter((file) => !existsSync(inRoot('out', file)));
  if (ended.code !== 0 || missing.length > 0) {
    say(ended.output.trimEnd());
    say(missing.length > 0 ? `The build failed: no out/${missing[0]}.` : 'The build failed.');
    return false;
  }
  writeFileSync(stampFile, hash);
  say(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
  return true;
}

function isBuilt() {
  return existsSync(stampFile) && products.every((file) => existsSync(inRoot('out', file)));
}
