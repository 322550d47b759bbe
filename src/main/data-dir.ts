import { chmod, mkdir } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

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
