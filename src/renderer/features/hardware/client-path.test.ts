import { expect, test } from 'vitest';
import { clientIn, clientPath, NEW_CLIENT, tabOf } from './client-path.ts';

test.each(['buzzer_a', 'a&b/c', '100%', 'a%2Fb', '~tilde~', '+new', 'Bühne 1?#x', '..'])(
  '%j is found again in its address',
  (id) => {
    const path = clientPath(id);
    expect(path).not.toContain('%');
    expect(path.split('/')).toHaveLength(3);
    expect(path.split('/')[2]).not.toBe(NEW_CLIENT);
    expect(clientIn(path.split('/')[2] ?? '')).toBe(id);
  },
);

test('an address that nobody made names no client', () => {
  expect(clientIn('~zz')).toBeNull();
});

test('a tab is in the address; the first is there without being named', () => {
  expect(clientPath('a', 'log')).toBe('/hardware/a/log');
  expect(tabOf('log')).toBe('log');
  expect(tabOf('nonsense')).toBe('live');
  expect(tabOf(undefined)).toBe('live');
});
