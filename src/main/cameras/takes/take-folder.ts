import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TakeFileNameSchema } from '#shared/contract/take-view.ts';
import { CameraTrouble } from '../ports.ts';

/** A take, or a frame of one, that is not here. */
export class NoSuchTake extends CameraTrouble {}

/** Which take: its file's name, and its folder's id where there are two of that name. */
export interface TakeAsk {
  file: string;
  folder?: string | undefined;
}

/** Where a take is: its folder with links followed, as it was named, and its id. */
export interface TakePlace {
  dir: string;
  named: string;
  folder: string;
  file: string;
  /** The name without `.mkv`. */
  base: string;
}

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'EISDIR'].includes(String(error.code));

/** Stands for a folder in addresses. */
export const folderId = (dir: string): string =>
  createHash('sha256').update(dir).digest('hex').slice(0, 8);

export const noSuchTake = (file: string): NoSuchTake =>
  new NoSuchTake(
    `There is no take ${file.slice(0, 80)} here.`,
    'Choose one of the list. It may have been moved or deleted since it was listed.',
  );

/**
 * Opens a file of that very name in a real folder to be read: a link in its place is refused. Null where there is none.
 * @throws the file system's error for anything else
 */
export const openPlain = async (dir: string, name: string): Promise<FileHandle | null> => {
  // Windows knows no such flag, and lets only an administrator make links.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    const file = await open(join(dir, name), flags);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
};

/**
 * Opens the video of a take in the first of the folders that has it. Whoever asks names a file and never a path.
 * @throws NoSuchTake
 */
export const openTake = async (
  folders: readonly string[],
  { file, folder }: TakeAsk,
): Promise<TakePlace & { video: FileHandle }> => {
  if (!TakeFileNameSchema.safeParse(file).success) throw noSuchTake(file);
  for (const named of folders) {
    const id = folderId(named);
    if (folder !== undefined && folder !== id) continue;
    const dir = await realpath(named).catch(() => null);
    const video = dir === null ? null : await openPlain(dir, file);
    if (dir !== null && video)
      return { dir, named, folder: id, file, base: file.replace(/\.mkv$/, ''), video };
  }
  throw noSuchTake(file);
};
