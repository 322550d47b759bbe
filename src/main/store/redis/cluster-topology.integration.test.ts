import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { aButton, anIntent, aRecording } from '../store-samples.ts';
import type { Store } from '../store.ts';
import { ClusterFixture } from './cluster-fixture.ts';
import { untilState } from './redis-fixture.ts';

let cluster: ClusterFixture;
beforeAll(async () => {
  cluster = await ClusterFixture.open(3, 1);
});
afterEach(() => cluster.reset());
afterAll(() => cluster.close());

const wait = { interval: 1, timeout: 5000 };
const intentKey = (name: string) => `mcr:mapping:companion:intent:${name}`;
const AUDIT = 'mcr:companion:audit';
const STATE = 'mcr:companion:state:main:1_0_2';
const text = (name: string, priority: number) => JSON.stringify(anIntent(name, { priority }));

const plant = (name: string, priority: number) =>
  cluster.onOwner(intentKey(name), (client) =>
    client.set(intentKey(name), text(name, priority)),
  );

const shows = (store: Store, name: string, priority: number) =>
  vi.waitFor(
    () =>
      expect(store.peek('intent', name)).toMatchObject({
        source: 'cache',
        value: { priority },
      }),
    wait,
  );

/** Names whose keys the first three servers own, one each. */
const nameOnEach = async (): Promise<string[]> => {
  const names: string[] = [];
  for (let count = 0; !(names[0] && names[1] && names[2]); count += 1)
    names[await cluster.ownerOf(intentKey(`cue${count}`))] ??= `cue${count}`;
  return names.slice(0, 3);
};

/** GETs that all servers have answered. */
const gets = async (): Promise<number> => {
  const infos = await Promise.all(
    cluster.nodes.map(({ client }) => client.info('commandstats')),
  );
  const calls = infos.flatMap((info) => [...info.matchAll(/cmdstat_get:calls=(\d+)/g)]);
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
};

it('tells within 50 ms (the middle of 60) what another process wrote on any server, and looks up for nothing', async () => {
  const store = await cluster.store();
  const names = await nameOnEach();
  const took: number[] = [];
  for (let priority = 1; priority <= 20; priority += 1) {
    for (const name of names) {
      const seen = Promise.withResolvers<number>();
      const stop = store.onChange((change) => {
        if (change.kind === 'intent' && change.value?.priority === priority)
          seen.resolve(performance.now());
      });
      const owner = await cluster.ownerOf(intentKey(name));
      const began = performance.now();
      await cluster.at(owner).client.set(intentKey(name), text(name, priority));
      took.push((await seen.promise) - began);
      stop();
    }
  }
  took.sort((a, b) => a - b);
  expect(took[30]).toBeLessThan(50);
  const before = await gets();
  for (const name of names)
    for (let count = 0; count < 300; count += 1)
      expect(await store.read('intent', name)).toMatchObject({ source: 'cache' });
  expect(store.peek('intent', 'nobody')).toEqual({ found: 'absent' });
  expect(await gets()).toBe(before);
});

it('loses nothing while slots move under it, and follows them to a server that owned nothing', async () => {
  const store = await cluster.store();
  const [name = ''] = await nameOnEach();
  await store.put('intent', name, anIntent(name, { priority: 1 }));
  const ids: string[] = [];
  const press = async (count: number) => {
    const recordings = Array.from({ length: count }, () => aRecording({}, [aButton()]));
    ids.push(...recordings.map(({ execution }) => execution.execution_id));
    await Promise.all(recordings.map((recording) => store.record(recording)));
  };
  await press(5);
  for (const key of [intentKey(name), AUDIT, STATE]) {
    const finish = await cluster.beginMove(key, 3);
    const going = press(20);
    await finish();
    await going;
    await press(5);
    expect(await cluster.ownerOf(key)).toBe(3);
  }
  // The button's key is gone from its old server, and new on the other: both told.
  await plant(name, 7);
  await shows(store, name, 7);
  await plant(name, 8);
  await shows(store, name, 8);
  await vi.waitFor(
    () => expect(store.status()).toMatchObject({ waiting: 0, state: 'ready' }),
    wait,
  );
  const entries = await store.audit({ limit: 1000 });
  expect(entries.map((entry) => entry.execution_id).sort()).toEqual(ids.sort());
  expect(await store.buttons('main')).toMatchObject([{ press_count: ids.length }]);
  expect(await store.metrics()).toMatchObject({ intents_executed: ids.length });
});

it('asks the other server for a key that has not arrived, and for one that only exists there', async () => {
  const store = await cluster.store();
  const names = await nameOnEach();
  const name = names[1] ?? '';
  const finish = await cluster.beginMove(intentKey(name), 2);
  // New here: the slot is on its way, so it is made on the server that it moves to.
  await store.put('intent', name, anIntent(name, { priority: 4 }));
  await store.touchDevice(name, '2026-11-21T10:00:00.000Z');
  expect(await store.read('intent', name)).toMatchObject({ value: { priority: 4 } });
  await finish();
  await shows(store, name, 4);
  await plant(name, 5);
  await shows(store, name, 5);
});

it('reads through when a channel or a connection breaks, and believes the cache again', async () => {
  const store = await cluster.store();
  const names = await nameOnEach();
  for (const [index, connection] of ['mcr-bridge-invalidation', 'mcr-bridge'].entries()) {
    const name = names[index] ?? '';
    await plant(name, 1);
    await shows(store, name, 1);
    const { client } = cluster.at(index);
    const list = String(await client.call('CLIENT', 'LIST'));
    const ids = [...list.matchAll(new RegExp(`^id=(\\d+) .*name=${connection} `, 'gm'))];
    expect(ids.length).toBeGreaterThan(0);
    const broken = client.multi();
    for (const [, id = ''] of ids) broken.call('CLIENT', 'KILL', 'ID', id);
    await broken.set(intentKey(name), text(name, 2)).exec();
    await shows(store, name, 2);
    await plant(name, 3);
    await shows(store, name, 3);
    expect(store.status().state).toBe('ready');
  }
});

it('is away while a server is, fires with the last known catalogue, and writes once what waited', async () => {
  const store = await cluster.store();
  const names = await nameOnEach();
  for (const name of names) await store.put('intent', name, anIntent(name));
  await store.record(aRecording({}, [aButton()]));
  const owner = await cluster.ownerOf(AUDIT);
  const away = untilState(store, 'away');
  await cluster.at(owner).server.kill();
  await away;
  for (const name of names)
    expect(store.peek('intent', name)).toMatchObject({ found: 'present', source: 'stale' });
  const began = performance.now();
  expect(await store.record(aRecording({}, [aButton()]))).toBe('waiting');
  expect(performance.now() - began).toBeLessThan(100);
  await cluster.at(owner).server.start();
  await untilState(store, 'ready');
  await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
  expect(await store.audit({ limit: 10 })).toHaveLength(2);
  expect(await store.buttons('main')).toMatchObject([{ press_count: 2 }]);
  for (const name of names)
    expect(store.peek('intent', name)).toMatchObject({ source: 'cache' });
});
