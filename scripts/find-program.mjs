import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The first of these programs that can be run: names are looked for on PATH, absolute paths as they are.
 * @param {readonly string[]} names in order of preference
 * @returns {string | undefined} an absolute path
 */
export function findProgram(names) {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    const places = isAbsolute(name)
      ? [name]
      : folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
    const found = places.find(runs);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string} file */
function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
