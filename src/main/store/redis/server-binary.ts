import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['redis-server', 'valkey-server'];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of a Redis or Valkey server, Redis first; null where there is none on PATH. */
export const findServerBinary = (path: string): string | null => {
  const folders = path.split(delimiter).filter(Boolean);
  for (const name of NAMES) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return null;
};

const ADVICE: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Install it (apt install redis-server), then start MCR Bridge again.',
  darwin: 'Install it (brew install redis), then start MCR Bridge again.',
  win32: 'Start MCR Bridge with --redis and the address of a Redis on another machine.',
};

/** What to do where there is no server. */
export const missingServerMessage = (platform: NodeJS.Platform): string =>
  `There is no redis-server on this machine: nothing is kept after quitting. ${
    ADVICE[platform] ?? 'Install Redis, or give the address of one with --redis.'
  }`;
