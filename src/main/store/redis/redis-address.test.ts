import { expect, it } from 'vitest';
import { StoreOpenError } from '../store-open-error.ts';
import { parseRedisAddress } from './redis-address.ts';

it.each([
  ['redis://studio', { host: 'studio', port: 6379, db: 0 }],
  ['redis://10.0.0.5:6380/3', { host: '10.0.0.5', port: 6380, db: 3 }],
  ['redis://[::1]:7000/', { host: '::1', port: 7000 }],
  ['redis://:p%40ss@h', { host: 'h', password: 'p@ss' }],
  ['rediss://me:secret@h:1', { username: 'me', password: 'secret', tls: {} }],
  [
    'redis+sentinel://:pw@a,b:26380/show/2',
    {
      sentinels: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      name: 'show',
      db: 2,
      password: 'pw',
    },
  ],
])('reads %s', (url, options) => {
  const address = parseRedisAddress(url);
  expect(address).toMatchObject({ topology: 'single', options });
  expect(address.label).not.toMatch(/secret|pw|p@ss|@/);
});

it('reads a cluster', () => {
  expect(parseRedisAddress('rediss+cluster://u:p@a:7000,b')).toEqual({
    label: 'rediss+cluster://a:7000,b',
    topology: 'cluster',
    nodes: [
      { host: 'a', port: 7000 },
      { host: 'b', port: 6379 },
    ],
    options: { username: 'u', password: 'p', tls: {} },
  });
});

it.each([
  'studio:6379',
  'http://studio',
  'redis://',
  'redis://h:70000',
  'redis://h:x',
  'redis://h/zero',
  'redis://h/0/1',
  'redis://h?db=1',
  'redis://%zz:x@h',
  'redis+sentinel://a,b',
  'redis+cluster://a,/1',
  'redis+cluster://a,,b',
  'managed',
])('refuses %s in one line', (url) => {
  expect(() => parseRedisAddress(url)).toThrow(StoreOpenError);
  expect(() => parseRedisAddress(url)).toThrow(/^Not a Redis address: .*\.$/);
});

it('does not repeat a password in its refusal', () => {
  expect(() => parseRedisAddress('redis://me:hunter2@h?x')).toThrow(/^((?!hunter2).)*$/);
});
