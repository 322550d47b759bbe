import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataDir, makeDataDir, roomId } from './data-dir.ts';

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

test('a data directory is one control room, at every start', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-room-'));
  try {
    const first = await roomId(dataDir);
    expect(first).toMatch(/^[0-9A-Z]{26}$/);
    expect(await roomId(dataDir)).toBe(first);
    await writeFile(join(dataDir, 'room-id'), 'no room: \0');
    const mended = await roomId(dataDir);
    expect(mended).not.toBe(first);
    expect(await roomId(dataDir)).toBe(mended);
    expect(await readdir(dataDir)).toEqual(['room-id']);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
