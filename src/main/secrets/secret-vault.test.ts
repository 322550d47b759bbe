import { randomBytes } from 'node:crypto';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MASK } from '#shared/domain/template.ts';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { Redaction } from './redactor.ts';
import { keySealer, type Sealer } from './sealer.ts';
import { keyFromFile } from './secret-key.ts';
import { openVault, type SecretVault } from './secret-vault.ts';
import { VaultTrouble } from './vault-trouble.ts';

let dataDir = '';
let file = '';
let logged = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-vault-'));
  file = join(dataDir, 'secrets.json');
  logged = '';
});
afterEach(() => rm(dataDir, { recursive: true }));

const mine = keySealer(randomBytes(32));
const redaction = new Redaction();

const open = async (
  sealers: () => Promise<readonly Sealer[]> = () => Promise.resolve([mine]),
) => {
  const log = createLog('error', { to: { write: (line) => void (logged += line) } });
  const vault = openVault({ dataDir, sealers, redaction, clock: systemClock, log });
  await vault.ready;
  return vault;
};

const names = (vault: SecretVault) => vault.list().map(({ name }) => name);

const troubleOf = async (asked: () => unknown) => {
  try {
    await asked();
  } catch (error) {
    if (error instanceof VaultTrouble) return error.fault;
    throw error;
  }
  return expect.unreachable('there was no trouble');
};

test('what was put is there after a restart, sealed in a file of its owner alone', async () => {
  const vault = await open();
  await vault.put('api', 'first-value');
  await vault.put('api', 'tally-ho-42');
  await vault.put('__proto__', 'odd-name-value');
  expect(redaction.redactText('tally-ho-42')).toBe(MASK);
  for (const each of [vault, await open()]) {
    expect(names(each)).toEqual(['__proto__', 'api']);
    expect(each.reveal(['api', 'none', 'toString'])).toEqual({ api: 'tally-ho-42' });
    expect(Object.entries(each.reveal(['__proto__']))).toEqual([
      ['__proto__', 'odd-name-value'],
    ]);
  }
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).not.toMatch(/tally|first|odd-name-value/);
  expect(await readdir(dataDir)).toEqual(['secrets.json']);
});

test('what was removed is gone, at once and for good', async () => {
  const vault = await open();
  await vault.put('a', 'value-a');
  await vault.put('b', 'value-b');
  expect(await vault.remove('a')).toBe(true);
  expect(await vault.remove('a')).toBe(false);
  expect(vault.reveal(['a', 'b'])).toEqual({ b: 'value-b' });
  expect(names(await open())).toEqual(['b']);
});

test('changes at the same moment are all kept, also those of another process', async () => {
  const [one, other] = [await open(), await open()];
  await Promise.all(Array.from({ length: 20 }, (_, n) => one.put(`n${n}`, `value-${n}`)));
  await other.put('late', 'value-late');
  await one.put('last', 'value-last');
  expect(names(await open())).toHaveLength(22);
  expect(one.reveal(['late'])).toEqual({ late: 'value-late' });
});

test('no key is asked for while there is nothing to seal or open', async () => {
  let asked = 0;
  const vault = await open(() => {
    asked += 1;
    return Promise.resolve([mine]);
  });
  expect(names(vault)).toEqual([]);
  expect(asked).toBe(0);
});

test('a value that another sealer sealed opens with it, and is sealed anew when it is put again', async () => {
  await (await open()).put('a', 'value-a');
  const newer = keySealer(randomBytes(32));
  const vault = await open(() => Promise.resolve([newer, mine]));
  expect(vault.reveal(['a'])).toEqual({ a: 'value-a' });
  await vault.put('a', 'value-b');
  expect((await open(() => Promise.resolve([newer]))).reveal(['a'])).toEqual({ a: 'value-b' });
});

test('a draft that a crash left is no obstacle', async () => {
  await writeFile(`${file}.new`, 'half', { mode: 0o666 });
  await (await open()).put('a', 'value-a');
  expect(await readdir(dataDir)).toEqual(['secrets.json']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

const refusesAll = async (vault: SecretVault, message: RegExp) => {
  const before = await readFile(file);
  for (const asked of [
    () => vault.list(),
    () => vault.put('new', 'new-value'),
    () => vault.remove('a'),
  ]) {
    const fault = await troubleOf(asked);
    expect(fault).toMatchObject({
      error_type: 'state_corruption',
      message: expect.stringMatching(message),
      details: { hint: expect.any(String) },
    });
  }
  expect(await readFile(file)).toEqual(before);
  expect(vault.reveal(['new'])).toEqual({});
  expect(logged).toMatch(message);
};

describe('a vault that can not be read is told and left as it is', () => {
  test.each([
    '',
    '{',
    '[]',
    '{"version":2,"secrets":[]}',
    '{"version":1,"secrets":[{"name":"a"}]}',
  ])('damaged: %s', async (text) => {
    await writeFile(file, text);
    await refusesAll(await open(), /damaged/);
  });

  test('sealed with another key', async () => {
    await (await open()).put('a', 'value-a');
    const foreign = await open(() => Promise.resolve([keySealer(randomBytes(32))]));
    await refusesAll(foreign, /another key.*: a\./);
    expect(foreign.reveal(['a'])).toEqual({});
  });

  test('one value damaged: the others serve all the same', async () => {
    const vault = await open();
    await vault.put('a', 'value-a');
    await vault.put('b', 'value-b');
    const text = await readFile(file, 'utf8');
    const flipped = text.replace(
      /"sealed": "(.)/,
      (_, first: string) => `"sealed": "${first === 'A' ? 'B' : 'A'}`,
    );
    await writeFile(file, flipped);
    const again = await open();
    await refusesAll(again, /damaged: a\./);
    expect(again.reveal(['a', 'b'])).toEqual({ b: 'value-b' });
  });

  test('its key file readable by others: refused until that is mended, without a restart', async () => {
    const withFile = async () => [keySealer(await keyFromFile(dataDir))];
    await (await open(withFile)).put('a', 'value-a');
    await chmod(join(dataDir, 'secrets.key'), 0o644);
    const vault = await open(withFile);
    await refusesAll(vault, /may be read by others/);
    await chmod(join(dataDir, 'secrets.key'), 0o600);
    await vault.put('b', 'value-b');
    expect(vault.reveal(['a', 'b'])).toEqual({ a: 'value-a', b: 'value-b' });
  });
});

test('a disk that does not take a change is told, and what was there stays', async () => {
  const vault = await open();
  await vault.put('a', 'value-a');
  await mkdir(join(`${file}.new`, 'in-the-way'), { recursive: true });
  const fault = await troubleOf(() => vault.put('b', 'value-b'));
  expect(fault).toMatchObject({
    error_type: 'store_unavailable',
    details: { hint: expect.stringContaining('disk') },
  });
  expect(vault.reveal(['a', 'b'])).toEqual({ a: 'value-a' });
  expect(names(await open())).toEqual(['a']);
});

test('a keychain that asks its user first holds up nothing but what needs it', async () => {
  await (await open()).put('a', 'value-a');
  const asked = Promise.withResolvers<readonly Sealer[]>();
  const log = createLog('silent');
  const sealers = () => asked.promise;
  const vault = openVault({ dataDir, sealers, redaction, clock: systemClock, log });
  expect(vault.reveal(['a'])).toEqual({});
  const put = vault.put('b', 'value-b');
  asked.resolve([mine]);
  await put;
  expect(vault.reveal(['a', 'b'])).toEqual({ a: 'value-a', b: 'value-b' });
});
