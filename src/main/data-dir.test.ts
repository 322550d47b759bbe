import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataDir, makeDataDir } from './data-dir.ts';

test.each([
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/u', '/data/mcr-bridge'],
  ['linux', {}, '/home/u', '/home/u/.local/share/mcr-bridge'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/u', '/home/u/.local/share/mcr-bridge'],
  ['darwin', {}, '/Users/u', '/Users/u/Library/Application Support/MCR Bridge'],
  ['win32', { APPDATA: 'C:\\R' }, 'C:\\Users\\u', 'C:\\R\\MCR Bridge'],
  ['win32', {}, 'C:\\Users\\u', 'C:\\Users\\u\\AppData\\Roaming\\MCR Bridge'],
] as const)('on %s with %j', (platform, env, home, expected) => {
  expect(defaultDataDir({ platform, env, home })).toBe(expected);
});

test.skipIf(process.platform === 'win32')('a new one is for its owner alone', async () => {
  const base = await mkdtemp(join(tmpdir(), 'mcr-data-'));
  try {
    const dataDir = join(base, 'a', 'b');
    await makeDataDir(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    await makeDataDir(dataDir);
  } finally {
    await rm(base, { recursive: true });
  }
});
