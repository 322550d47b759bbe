import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { keySealer } from './sealer.ts';

const key = randomBytes(32);
const sealer = keySealer(key);
const VALUE = 'válue with spaces\nand lines';

test('what was sealed is opened again, and reads like nothing in between', async () => {
  const sealed = await sealer.seal('api', VALUE);
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('value');
  expect(await sealer.open('api', sealed)).toBe(VALUE);
  expect(await keySealer(key).open('api', sealed)).toBe(VALUE);
});

test('the same value never looks the same', async () => {
  const sealed = await Promise.all(Array.from({ length: 20 }, () => sealer.seal('api', VALUE)));
  const nonces = sealed.map((text) =>
    Buffer.from(text, 'base64').subarray(0, 12).toString('hex'),
  );
  expect(new Set(nonces).size).toBe(20);
});

test('a value under another name, with another key or with a bit changed does not open', async () => {
  const sealed = await sealer.seal('api', VALUE);
  await expect(sealer.open('apI', sealed)).rejects.toThrow();
  await expect(keySealer(randomBytes(32)).open('api', sealed)).rejects.toThrow();
  const bytes = Buffer.from(sealed, 'base64');
  for (const at of [0, 12, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(sealer.open('api', changed.toString('base64'))).rejects.toThrow();
  }
  await expect(sealer.open('api', bytes.subarray(0, 20).toString('base64'))).rejects.toThrow();
  await expect(sealer.open('api', '')).rejects.toThrow();
});

test('its id tells keys apart and says nothing of the key', () => {
  expect(keySealer(key).id).toBe(sealer.id);
  expect(keySealer(randomBytes(32)).id).not.toBe(sealer.id);
  expect(sealer.id).not.toContain(key.toString('hex').slice(0, 8));
});
