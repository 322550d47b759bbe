import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aButton, anIntent, aRecording } from '../store-samples.ts';
import type { StoreChange } from '../store.ts';
import { RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterEach(() => redis.reset());
afterAll(() => redis.close());

const KEY = 'mcr:mapping:companion:intent:lights';
const STATE = 'mcr:companion:state:main:1_0_2';
const wait = { interval: 1, timeout: 3000 };
const text = (priority: number) => JSON.stringify(anIntent('lights', { priority }));

const gets = async (work: () => Promise<void>): Promise<number> => {
  const other = redis.other();
  const count = async () =>
    [
      ...(await other.info('commandstats')).matchAll(/cmdstat_(?:get|mget):calls=(\d+)/g),
    ].reduce((sum, [, calls]) => sum + Number(calls), 0);
  const before = await count();
  await work();
  return (await count()) - before;
};

describe('what other processes do', () => {
  it('is seen within 50 ms (the middle of 100), and then costs no look-up', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    const took: number[] = [];
    for (let priority = 1; priority <= 100; priority += 1) {
      const seen = Promise.withResolvers<number>();
      const stop = store.onChange((change) => {
        if (change.kind === 'intent' && change.value?.priority === priority)
          seen.resolve(performance.now());
      });
      const began = performance.now();
      await other.set(KEY, text(priority));
      took.push((await seen.promise) - began);
      stop();
      expect(store.peek('intent', 'lights')).toMatchObject({
        source: 'cache',
        value: { priority },
      });
    }
    took.sort((a, b) => a - b);
    expect(took[50]).toBeLessThan(50);
    const asked = await gets(async () => {
      for (let count = 0; count < 1000; count += 1) await store.read('intent', 'lights');
      await store.read('intent', 'nobody');
    });
    expect(asked).toBe(0);
    expect(store.peek('intent', 'nobody')).toEqual({ found: 'absent' });
  });

  it('does not stand in the way of reading what we just wrote', async () => {
    const store = await redis.readyStore();
    for (let priority = 0; priority < 20; priority += 1) {
      await store.put('intent', 'lights', anIntent('lights', { priority }));
      expect(store.peek('intent', 'lights')).toMatchObject({ value: { priority } });
    }
    await store.remove('intent', 'lights');
    expect(store.peek('intent', 'lights')).toEqual({ found: 'absent' });
  });

  it('is told when several keys change at once, and when one goes', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    await other
      .multi()
      .set(KEY, text(1))
      .set('mcr:mapping:companion:intent:b', JSON.stringify(anIntent('b')))
      .set('mcr:companion:macro:m', '{"macro_id":"m","macro_name":"M","steps":[]}')
      .exec();
    await vi.waitFor(async () => expect(await store.list('intent')).toHaveLength(2), wait);
    await vi.waitFor(async () => expect(await store.list('macro')).toHaveLength(1), wait);
    const changes: StoreChange[] = [];
    store.onChange((change) => changes.push(change));
    await other.del(KEY);
    await vi.waitFor(
      () => expect(changes).toEqual([{ kind: 'intent', name: 'lights', value: null }]),
      wait,
    );
    expect(store.peek('intent', 'lights')).toEqual({ found: 'absent' });
  });

  it('is believed over an older write of our own', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    for (let round = 0; round < 50; round += 1) {
      await Promise.all([
        store.put('intent', 'lights', anIntent('lights', { priority: round })),
        other.set(KEY, text(1000 + round)),
      ]);
      const stands: unknown = JSON.parse((await other.get(KEY)) ?? '');
      await vi.waitFor(
        () => expect(store.peek('intent', 'lights')).toMatchObject({ value: stands }),
        wait,
      );
    }
  });

  it('empties everything: FLUSHALL', async () => {
    const store = await redis.readyStore();
    await store.put('intent', 'lights', anIntent('lights'));
    await store.record(aRecording({}, [aButton()]));
    const changes: StoreChange[] = [];
    store.onChange((change) => changes.push(change));
    await redis.other().flushall();
    await vi.waitFor(
      () => expect(store.peek('intent', 'lights')).toEqual({ found: 'absent' }),
      wait,
    );
    expect(changes).toContainEqual({ kind: 'intent', name: 'lights', value: null });
    await vi.waitFor(
      () =>
        expect(changes).toContainEqual({
          kind: 'button',
          value: expect.objectContaining({ button_id: '1_0_2', press_count: 0 }),
        }),
      wait,
    );
    await store.record(aRecording({}, [aButton()]));
    expect(await store.buttons('main')).toMatchObject([{ press_count: 1 }]);
  });

  it('can not be seen without the channel: then reads go to Redis until it is back', async () => {
    const store = await redis.readyStore();
    await store.put('intent', 'lights', anIntent('lights', { priority: 1 }));
    const other = redis.other();
    const clients = String(await other.call('CLIENT', 'LIST'));
    const id = /^id=(\d+) .*name=mcr-bridge-invalidation /m.exec(clients)?.[1] ?? '';
    await other.multi().call('CLIENT', 'KILL', 'ID', id).set(KEY, text(2)).exec();
    await vi.waitFor(() => expect(store.peek('intent', 'lights')).toBe(undefined), wait);
    expect(await store.read('intent', 'lights')).toMatchObject({ value: { priority: 2 } });
    expect(store.status().state).toBe('ready');
    await vi.waitFor(
      () => expect(store.peek('intent', 'lights')).toMatchObject({ source: 'cache' }),
      wait,
    );
    await other.set(KEY, text(3));
    await vi.waitFor(
      () => expect(store.peek('intent', 'lights')).toMatchObject({ value: { priority: 3 } }),
      wait,
    );
  });

  it('corrupts a value, and mends it', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    const changes: StoreChange[] = [];
    store.onChange((change) => changes.push(change));
    await other.set(KEY, '{');
    await vi.waitFor(
      () => expect(store.peek('intent', 'lights')).toMatchObject({ found: 'corrupt' }),
      wait,
    );
    expect(await store.corruptions()).toMatchObject([{ key: KEY, raw: '{' }]);
    await other.set(KEY, text(1));
    await vi.waitFor(
      () => expect(changes).toContainEqual({ kind: 'corruption', key: KEY, value: null }),
      wait,
    );
    expect(store.peek('intent', 'lights')).toMatchObject({ found: 'present' });
  });

  it('presses a button, and shows here', async () => {
    const [store, second] = [await redis.readyStore(), await redis.readyStore()];
    const seen = Promise.withResolvers<void>();
    store.onChange((change) => {
      if (change.kind === 'button' && change.value.press_count === 1) seen.resolve();
    });
    await second.record(aRecording({}, [aButton('down')]));
    await seen.promise;
  });

  it('runs executions: told, what came while the line was broken too, and never our own', async () => {
    const [store, second] = [await redis.readyStore(), await redis.readyStore()];
    const told: string[] = [];
    store.onChange((change) => {
      if (change.kind === 'execution') told.push(change.entry.execution_id);
    });
    const others = [aRecording(), aRecording(), aRecording()];
    const ids = others.map(({ execution }) => execution.execution_id);
    const [first, ...rest] = others;
    await store.record(aRecording());
    if (first) await second.record(first);
    await vi.waitFor(() => expect(told).toEqual(ids.slice(0, 1)), wait);
    const other = redis.other();
    const clients = String(await other.call('CLIENT', 'LIST'));
    const lines = [...clients.matchAll(/^id=(\d+) .*name=mcr-bridge-executions /gm)];
    expect(lines).toHaveLength(2);
    for (const [, id = ''] of lines) await other.call('CLIENT', 'KILL', 'ID', id);
    await other.xadd('mcr:companion:audit', '*', 'note', 'no execution');
    await store.record(aRecording());
    for (const recording of rest) await second.record(recording);
    await vi.waitFor(() => expect(told).toEqual(ids), wait);
  });

  it('never loses a press: eight writers on one button', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => redis.readyStore()));
    await Promise.all(
      stores.map(async (store) => {
        for (let count = 0; count < 25; count += 1)
          await store.record(aRecording({}, [aButton()]));
      }),
    );
    for (const store of stores)
      await vi.waitFor(() => expect(store.status().waiting).toBe(0), wait);
    const stands: unknown = JSON.parse((await redis.other().get(STATE)) ?? '');
    expect(stands).toMatchObject({ press_count: 200 });
  });

  it('fills Redis up: executions wait, the status says why, and nothing is lost', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    await other.config('SET', 'maxmemory', '1');
    expect(await store.record(aRecording({}, [aButton()]))).toBe('waiting');
    expect(store.status()).toMatchObject({
      state: 'ready',
      waiting: 1,
      message: expect.stringContaining('OOM'),
    });
    await expect(store.put('intent', 'a', anIntent('a'))).rejects.toThrow('OOM');
    await other.config('SET', 'maxmemory', '0');
    await vi.waitFor(
      () => expect(store.status()).toMatchObject({ waiting: 0, message: null }),
      wait,
    );
    expect(await store.buttons('main')).toMatchObject([{ press_count: 1 }]);
    expect(await store.metrics()).toMatchObject({ intents_executed: 1 });
  });

  it('holds other types under our keys: nothing is lost, nothing hangs', async () => {
    const store = await redis.readyStore();
    const other = redis.other();
    await other.lpush(STATE, 'x');
    expect(await store.record(aRecording({}, [aButton()]))).toBe('written');
    expect(await store.audit({ limit: 5 })).toHaveLength(1);
    expect(await store.corruptions()).toMatchObject([{ key: STATE }]);
  });
});
