import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTokenCheck, readToken } from './token.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'mcr-token-'));
});
afterEach(() => rm(base, { recursive: true }));

test('a token of 32 bytes is made once, for its owner alone', async () => {
  const dataDir = join(base, 'data');
  const token = await readToken(dataDir);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(await readToken(dataDir)).toBe(token);
  expect(await readdir(dataDir)).toEqual(['token']);
  if (process.platform !== 'win32')
    expect((await stat(join(dataDir, 'token'))).mode & 0o777).toBe(0o600);
});

test('those who make it at the same moment get the same one', async () => {
  const tokens = await Promise.all(Array.from({ length: 8 }, () => readToken(base)));
  expect(new Set(tokens).size).toBe(1);
  expect(await readdir(base)).toEqual(['token']);
});

test('a file that holds no token is replaced', async () => {
  await writeFile(join(base, 'token'), 'short');
  const token = await readToken(base);
  expect(await readFile(join(base, 'token'), 'utf8')).toBe(`${token}\n`);
});

test('only the whole token is right', () => {
  const isToken = createTokenCheck('abc');
  expect(['abc', 'ab', 'abcd', 'abC', ''].map(isToken)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
