import { randomBytes } from 'node:crypto';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { desktopSealers, type Keychain } from './desktop-sealers.ts';
import { keySealers } from './key-sealers.ts';
import { Redaction } from './redactor.ts';
import { keySealer, type Sealer } from './sealer.ts';
import { openVault } from './secret-vault.ts';

/** Stands for the system's encryption: it opens only what it sealed, and knows nothing of names. */
const keychainDouble = (): Keychain => {
  const inner = keySealer(randomBytes(32));
  return {
    seal: async (text) => Buffer.from(await inner.seal('', text)),
    open: (sealed) => inner.open('', sealed.toString()),
  };
};

const noKeychain = () => Promise.resolve(null);

const newDir = () => mkdtempDisposable(join(tmpdir(), 'mcr-desktop-'));

const vaultOf = async (dataDir: string, sealers: () => Promise<readonly Sealer[]>) => {
  const log = createLog('silent');
  const vault = openVault({
    dataDir,
    sealers,
    redaction: new Redaction(),
    clock: systemClock,
    log,
  });
  await vault.ready;
  return vault;
};

const loggedBy = () => {
  const lines: string[] = [];
  const log = createLog('warn', { to: { write: (line) => void lines.push(line) } });
  return { log, lines };
};

test('with a keychain no key file is made, and only that keychain opens it', async () => {
  await using dir = await newDir();
  const { log, lines } = loggedBy();
  const keychain = keychainDouble();
  const keys = keySealers(dir.path, {});
  const sealers = (own: Keychain) => desktopSealers(keys, () => Promise.resolve(own), log);
  await (await vaultOf(dir.path, sealers(keychain))).put('a', 'value-a');
  expect(await readdir(dir.path)).toEqual(['secrets.json']);
  const again = await vaultOf(dir.path, sealers(keychain));
  expect(again.reveal(['a'])).toEqual({ a: 'value-a' });
  for (const other of [sealers(keychainDouble()), keys.any]) {
    const foreign = await vaultOf(dir.path, other);
    expect(() => foreign.list()).toThrow(/can't be opened.*: a\.$/);
  }
  expect(lines).toEqual([]);
});

test('what the headless host sealed with its key file is opened on the desktop, too', async () => {
  await using dir = await newDir();
  const keys = keySealers(dir.path, {});
  await (await vaultOf(dir.path, keys.any)).put('a', 'value-a');
  const keychain = keychainDouble();
  const sealers = desktopSealers(keys, () => Promise.resolve(keychain), loggedBy().log);
  const vault = await vaultOf(dir.path, sealers);
  await vault.put('b', 'value-b');
  expect(vault.reveal(['a', 'b'])).toEqual({ a: 'value-a', b: 'value-b' });
});

test('a value that was put under another name does not open', async () => {
  await using dir = await newDir();
  const [sealer] = await desktopSealers(
    keySealers(dir.path, {}),
    () => Promise.resolve(keychainDouble()),
    loggedBy().log,
  )();
  const sealed = (await sealer?.seal('a', 'value-a')) ?? '';
  await expect(sealer?.open('a', sealed)).resolves.toBe('value-a');
  await expect(sealer?.open('b', sealed)).rejects.toThrow(/another name/);
});

test('without a keychain the key file seals, and the log says so once', async () => {
  await using dir = await newDir();
  const { log, lines } = loggedBy();
  const sealers = desktopSealers(keySealers(dir.path, {}), noKeychain, log);
  const vault = await vaultOf(dir.path, sealers);
  expect(lines).toEqual([]);
  await vault.put('a', 'value-a');
  await vault.put('b', 'value-b');
  expect((await readdir(dir.path)).sort()).toEqual(['secrets.json', 'secrets.key']);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('key file');
});

test('a keychain that fails is told, and asked again at the next change', async () => {
  await using dir = await newDir();
  const keys = keySealers(dir.path, {});
  const keychain = keychainDouble();
  const good = desktopSealers(keys, () => Promise.resolve(keychain), loggedBy().log);
  await (await vaultOf(dir.path, good)).put('a', 'value-a');
  let isLocked = true;
  const open = () =>
    isLocked ? Promise.reject(new Error('The keychain is locked')) : Promise.resolve(keychain);
  const vault = await vaultOf(dir.path, desktopSealers(keys, open, loggedBy().log));
  expect(() => vault.list()).toThrow(/The keychain is locked/);
  isLocked = false;
  await vault.put('b', 'value-b');
  expect(vault.reveal(['a', 'b'])).toEqual({ a: 'value-a', b: 'value-b' });
});
