import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { anIntent } from '../store-samples.ts';
import { freePort, RedisFixture, silentLog, untilState } from './redis-fixture.ts';
import { openRedisStore } from './redis-store.ts';

let port: number;
let sentinelPort: number;
let redis: RedisFixture;
let sentinel: ChildProcess;
beforeAll(async () => {
  port = await freePort();
  sentinelPort = await freePort();
  redis = await RedisFixture.open({ port: String(port), bind: '127.0.0.1' });
  await redis
    .other()
    .call('ACL', 'SETUSER', 'bridge', 'on', '>se:cret', '~mcr:*', '&*', '+@all', '-flushall');
  const file = redis.inDir('sentinel.conf');
  await writeFile(
    file,
    `port ${sentinelPort}\nbind 127.0.0.1\nsentinel monitor show 127.0.0.1 ${port} 1\n`,
  );
  sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
});
afterAll(async () => {
  const gone = once(sentinel, 'exit');
  sentinel.kill();
  await gone;
  await redis.close();
});

const wait = { interval: 5, timeout: 5000 };

it.each([
  ['a user, a password and a database', () => `redis://bridge:se%3Acret@127.0.0.1:${port}/2`],
  ['a Sentinel', () => `redis+sentinel://bridge:se%3Acret@127.0.0.1:${sentinelPort}/show/2`],
])('works through %s, changes by others included', async (_, url) => {
  const store = await openRedisStore({
    connection: { kind: 'url', url: url() },
    clock: systemClock,
    log: silentLog,
  });
  await untilState(store, 'ready');
  expect(store.status().label).not.toContain('cret');
  await store.put('intent', 'a', anIntent('a'));
  const other = redis.other();
  await other.select(2);
  await other.set(
    'mcr:mapping:companion:intent:a',
    JSON.stringify(anIntent('a', { priority: 7 })),
  );
  await vi.waitFor(
    () =>
      expect(store.peek('intent', 'a')).toMatchObject({
        source: 'cache',
        value: { priority: 7 },
      }),
    wait,
  );
  await store.close();
});

it('says that a password is wrong, and goes on trying', async () => {
  const store = await openRedisStore({
    connection: { kind: 'url', url: `redis://bridge:wrong@127.0.0.1:${port}` },
    clock: systemClock,
    log: silentLog,
  });
  await untilState(store, 'away');
  expect(store.status().message).toContain('WRONGPASS');
  await redis.other().call('ACL', 'SETUSER', 'bridge', '>wrong');
  await untilState(store, 'ready');
  await store.close();
});

it('refuses an address that it can not read', async () => {
  const opening = openRedisStore({
    connection: { kind: 'url', url: 'amqp://studio' },
    clock: systemClock,
    log: silentLog,
  });
  await expect(opening).rejects.toThrow('none of the known forms');
});
