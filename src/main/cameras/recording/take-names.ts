import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CameraTrouble } from '../ports.ts';

const PART = /^(?!\.)[A-Za-z0-9._-]{1,100}$/;

const checkPart = (what: string, text: string): void => {
  if (!PART.test(text))
    throw new CameraTrouble(
      `The ${what} "${text.slice(0, 60)}" can't be part of a file name.`,
      'Use letters, digits, ".", "_" and "-" only, not "." first, at most 100.',
    );
};

/** A camera's name as a file name has it: what does not fit becomes "_". */
export const asFilePart = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+|_+$/g, '')
    .slice(0, 100) || 'camera';

/** `{session_prefix}_trial{NNN}_{camera}`. @throws CameraTrouble where a part would not be safe in a path */
export const takeBase = (
  sessionPrefix: string,
  trialNumber: number,
  camera: string,
): string => {
  checkPart('session name', sessionPrefix);
  checkPart('camera name', camera);
  if (!Number.isInteger(trialNumber) || trialNumber < 1 || trialNumber > 9999)
    throw new CameraTrouble(
      `${String(trialNumber)} is no trial number.`,
      'Give a whole number from 1 to 9999.',
    );
  return `${sessionPrefix}_trial${String(trialNumber).padStart(3, '0')}_${camera}`;
};

/** The files of one take. `partial` and `started` stand only while it is recorded. */
export interface TakePaths {
  base: string;
  file: string;
  partial: string;
  timing: string;
  take: string;
  started: string;
}

export const takePaths = (dir: string, base: string): TakePaths => ({
  base,
  file: join(dir, `${base}.mkv`),
  partial: join(dir, `${base}.mkv.partial`),
  timing: join(dir, `${base}_timing.csv`),
  take: join(dir, `${base}_take.json`),
  started: join(dir, `${base}_take.json.partial`),
});

export const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whether a take of that name left something behind; its `.partial` not looked at. */
export const isTaken = async ({ file, timing, take }: TakePaths): Promise<boolean> =>
  (await Promise.all([file, timing, take].map(exists))).includes(true);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const WHY: Record<string, [string, string]> = {
  ENOENT: ["isn't there", 'Make the folder, or connect its disk, or choose another one.'],
  ENOTDIR: ['is no folder', 'Choose a folder.'],
  EROFS: ['is read-only', 'Choose a folder that can be written to.'],
  EACCES: [
    "can't be written to",
    'Give this user the right to write there, or choose another.',
  ],
  EPERM: ["can't be written to", 'Give this user the right to write there, or choose another.'],
  ENOSPC: ['is on a full disk', 'Free some space, or choose a folder on another disk.'],
};

export const folderTrouble = (dir: string, error: unknown): CameraTrouble => {
  const [what, hint] = WHY[codeOf(error)] ?? [
    `can't be used (${codeOf(error) || String(error)})`,
    'Choose another output folder.',
  ];
  return new CameraTrouble(`The output folder ${dir} ${what}.`, hint);
};

const MOST_ATTEMPTS = 10_000;

/**
 * Takes the first free name (`base`, `base_2`, …) by creating its `.partial`: no other recorder can get the same.
 * @throws CameraTrouble where the folder is missing, read-only or full
 */
export const reservePaths = async (dir: string, base: string): Promise<TakePaths> => {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const paths = takePaths(dir, attempt === 1 ? base : `${base}_${attempt}`);
    if (await isTaken(paths)) continue;
    try {
      await (await open(paths.partial, 'wx')).close();
      return paths;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw folderTrouble(dir, error);
    }
  }
  throw new CameraTrouble(
    `${dir} holds ${MOST_ATTEMPTS} takes named ${base}.`,
    'Choose another session name or trial number.',
  );
};
