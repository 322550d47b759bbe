import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { aButton, anIntent, aRecording, describeStore } from '../store-conformance.ts';
import type { Store } from '../store.ts';
import { freePort, RedisFixture, silentLog, untilState } from './redis-fixture.ts';
import { openRedisStore } from './redis-store.ts';

let nodes: RedisFixture[] = [];
let ports: number[] = [];
const clients: Redis[] = [];
beforeAll(async () => {
  ports = [await freePort(), await freePort()];
  const bus = [await freePort(), await freePort()];
  nodes = await Promise.all(
    ports.map((port, index) =>
      RedisFixture.open({
        'cluster-enabled': 'yes',
        bind: '127.0.0.1',
        port: String(port),
        'cluster-port': String(bus[index]),
        'cluster-node-timeout': '2000',
      }),
    ),
  );
  for (const port of ports) clients.push(new Redis({ host: '127.0.0.1', port }));
  const [first, second] = clients;
  await first?.call('CLUSTER', 'ADDSLOTSRANGE', 0, 8191);
  await second?.call('CLUSTER', 'ADDSLOTSRANGE', 8192, 16383);
  await first?.call('CLUSTER', 'MEET', '127.0.0.1', String(ports[1]), String(bus[1]));
  for (const client of clients)
    await vi.waitFor(
      async () => expect(await client.cluster('INFO')).toContain('cluster_state:ok'),
      { interval: 20, timeout: 15_000 },
    );
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await Promise.all(nodes.map((node) => node.close()));
});

const open = async (): Promise<Store> => {
  const store = await openRedisStore({
    connection: { kind: 'url', url: `redis+cluster://127.0.0.1:${ports[0]}` },
    clock: systemClock,
    log: silentLog,
  });
  await untilState(store, 'ready');
  return store;
};

const onOwner = async <T>(work: (client: Redis) => Promise<T>): Promise<T> => {
  for (const client of clients) {
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('MOVED')) throw error;
    }
  }
  throw new Error('no node has the key');
};

describeStore('redis cluster', async () => {
  const store = await open();
  return {
    store,
    plant: async (key, text) => void (await onOwner((client) => client.set(key, text))),
    raw: (key) => onOwner((client) => client.get(key)),
    async close() {
      await store.close();
      await Promise.all(clients.map((client) => client.flushall()));
    },
  };
});

it('reads through, and still fires with the last known catalogue when the nodes are away', async () => {
  const store = await open();
  await store.put('intent', 'a', anIntent('a'));
  expect(store.peek('intent', 'a')).toBe(undefined);
  expect(await store.read('intent', 'a')).toMatchObject({ source: 'redis' });
  await Promise.all(nodes.map((node) => node.kill()));
  await untilState(store, 'away');
  expect(store.peek('intent', 'a')).toMatchObject({ source: 'stale' });
  expect(await store.record(aRecording({}, [aButton()]))).toBe('waiting');
  await store.close();
});
