import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import { ulid } from 'ulid';
import { isName } from '#shared/contract/names.ts';

export interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  home: string;
}

/** Where the app keeps its data when nobody says otherwise. */
export const defaultDataDir = ({ platform, env, home }: Surroundings): string => {
  if (platform === 'win32') {
    const roaming = env['APPDATA'] || win32.join(home, 'AppData', 'Roaming');
    return win32.join(roaming, 'MCR Bridge');
  }
  if (platform === 'darwin')
    return posix.join(home, 'Library', 'Application Support', 'MCR Bridge');
  const data = env['XDG_DATA_HOME'];
  // The XDG rule: a relative path is to be ignored.
  const base = data && posix.isAbsolute(data) ? data : posix.join(home, '.local', 'share');
  return posix.join(base, 'mcr-bridge');
};

/** Makes the directory where it is absent, for its owner alone. */
export const makeDataDir = async (dataDir: string): Promise<void> => {
  const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // A directory that was there keeps the rights that its owner gave it; a new one must not depend on the umask.
  if (made !== undefined) await chmod(dataDir, 0o700);
};

const readRoom = async (file: string): Promise<string | null> => {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim();
  return isName(text) ? text : null;
};

/** Which control room works from this directory: made once, then the same at every start. */
export const roomId = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'room-id');
  const known = await readRoom(file);
  if (known !== null) return known;
  const made = ulid();
  // Moved into its place whole: a crash leaves no half of it.
  await writeFile(`${file}.${made}`, `${made}\n`, { mode: 0o600 });
  await rename(`${file}.${made}`, file);
  return (await readRoom(file)) ?? made;
};
