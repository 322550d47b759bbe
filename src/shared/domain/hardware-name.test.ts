import { expect, test } from 'vitest';
import { OriginSchema } from '../contract/execution.ts';
import { fromHardwareName, hardwareName } from './hardware-name.ts';

test.each(['main', 'desk/1&a', "it's (1)*~!", 'Kröte 🐸', '%', '..', 'a:b', '木'.repeat(128)])(
  '%s comes back as it was, and is part of an origin',
  (clientId) => {
    const name = hardwareName(clientId);
    expect(name).toMatch(/^[A-Za-z0-9._%-]+$/);
    expect(fromHardwareName(name ?? '')).toBe(clientId);
    expect(OriginSchema.safeParse(`hardware:${name}`).success).toBe(true);
  },
);

test('a plain id is its own name', () => {
  expect(hardwareName('Desk-1_a.b')).toBe('Desk-1_a.b');
});

test.each(['', 'a'.repeat(129), 'a\nb', '\ud800'])('%j is no client id', (clientId) => {
  expect(hardwareName(clientId)).toBeNull();
});

test.each(['a/b', 'a b', '%', '%zz', '%41', '%2f', '%00', '%ff', 'a:b'])(
  '%s is never made, so it names nothing',
  (text) => {
    expect(fromHardwareName(text)).toBeNull();
  },
);
