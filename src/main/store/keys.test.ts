import { expect, it } from 'vitest';
import { buttonKeyOf, buttonOf, entityOf, keyOf, KINDS, WATCHED_PREFIXES } from './keys.ts';

it('goes from a name to its key and back, for every kind', () => {
  for (const kind of KINDS) {
    const name = kind === 'config' ? 'bridge' : 'a.b-c_1';
    expect(entityOf(keyOf(kind, name) ?? '')).toEqual({ kind, name });
  }
  expect(keyOf('hardware', 'a/b&c')).toBe('mcr:companion:hardware:a%2Fb%26c');
  expect(entityOf('mcr:companion:hardware:a%2Fb%26c')).toEqual({
    kind: 'hardware',
    name: 'a/b&c',
  });
  expect(keyOf('layout', 'main')).toBe('mcr:companion:layout:main');
});

it.each(['', 'a:b', 'a*', 'a b', '../x', 'é', 'x'.repeat(129), 'a\n'])(
  'makes no key of %j',
  (name) => {
    expect(keyOf('intent', name)).toBe(null);
    expect(entityOf(`mcr:mapping:companion:intent:${name}`)).toBe(null);
    expect(() => buttonKeyOf(name, '1_0_0')).toThrow(RangeError);
  },
);

it('knows the keys of buttons, negative places included', () => {
  expect(buttonKeyOf('main', '1_-1_0')).toBe('mcr:companion:state:main:1_-1_0');
  expect(buttonOf('mcr:companion:state:main:1_-1_0')).toEqual({
    device_id: 'main',
    button_id: '1_-1_0',
  });
  for (const key of ['mcr:companion:state:main', 'mcr:companion:state:main:1_0_0:x', 'other'])
    expect(buttonOf(key)).toBe(null);
  expect(() => buttonKeyOf('main', '1_0')).toThrow('Not a button');
});

it('watches prefixes of which none begins with another, as Redis demands', () => {
  for (const prefix of WATCHED_PREFIXES)
    expect(WATCHED_PREFIXES.filter((other) => other.startsWith(prefix))).toEqual([prefix]);
});
