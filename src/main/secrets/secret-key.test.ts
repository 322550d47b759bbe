import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEY_FILE, keyFromEnvironment, keyFromFile, SecretKeyError } from './secret-key.ts';

let dataDir = '';
let file = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-key-'));
  file = join(dataDir, KEY_FILE);
});
afterEach(() => rm(dataDir, { recursive: true }));

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));
const givenAs = (text: string) => keyFromEnvironment({ MCR_SECRET_KEY: text });

describe('from the environment', () => {
  test.each(['hex', 'base64', 'base64url'] as const)('32 bytes as %s', (encoding) => {
    expect(givenAs(bytes.toString(encoding))).toEqual(bytes);
    expect(givenAs(` ${bytes.toString(encoding)}\n`)).toEqual(bytes);
  });

  test('none where there is none', () => {
    expect(keyFromEnvironment({})).toBeNull();
    expect(givenAs('')).toBeNull();
  });

  test.each([
    'hunter2',
    bytes.toString('hex').slice(1),
    bytes.subarray(1).toString('base64'),
    `${bytes.toString('base64')}AAAA`,
    bytes.toString('base64').replace('A', '!'),
  ])('%s is refused, and not repeated', (text) => {
    expect(() => givenAs(text)).toThrow(SecretKeyError);
    expect(() => givenAs(text)).toThrow(/^MCR_SECRET_KEY is no key: it has \d+ characters\.$/);
  });
});

describe('from the file', () => {
  test('it is made once, for its owner alone', async () => {
    const [first, second] = await Promise.all([keyFromFile(dataDir), keyFromFile(dataDir)]);
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(await keyFromFile(dataDir)).toEqual(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual([KEY_FILE]);
  });

  test.each([0o640, 0o604, 0o660])('one that others may use (%o) is refused', async (mode) => {
    await keyFromFile(dataDir);
    const before = await readFile(file, 'utf8');
    await chmod(file, mode);
    await expect(keyFromFile(dataDir)).rejects.toMatchObject({
      name: 'SecretKeyError',
      message: expect.stringContaining(mode.toString(8)),
      hint: expect.stringContaining('chmod 600'),
    });
    await chmod(file, 0o600);
    await keyFromFile(dataDir);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('one that holds no key is refused and left as it is', async () => {
    await writeFile(file, 'not a key', { mode: 0o600 });
    await expect(keyFromFile(dataDir)).rejects.toThrow(SecretKeyError);
    expect(await readFile(file, 'utf8')).toBe('not a key');
  });
});
