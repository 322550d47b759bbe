import { afterEach, beforeEach, expect, test } from 'vitest';
import { RedisFixture } from './store/redis/redis-fixture.ts';
import { untilState } from './store/store-waits.ts';
import type { StoreChange } from './store/store.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine/engine-fixture.ts';

const soon = () => AbortSignal.timeout(10_000);
const KEY = 'mcr:mapping:companion:intent:cam';

let redis: RedisFixture;
let rig: EngineFixture;

beforeEach(async () => {
  redis = await RedisFixture.open();
  const store = await redis.store();
  await untilState(store, (state) => state === 'ready', soon());
  rig = await engineFixture({}, store);
  await rig.intent('cam', pressAt(1, 0, 0));
});

afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  await redis.close();
});

const run = (intent_name = 'cam') => rig.engine.execute({ intent_name, origin: 'operator' });

/** The first change that fits, among those to come. */
const nextChange = (fits: (change: StoreChange) => boolean): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = rig.engine.store.onChange((change) => {
    if (fits(change)) resolve();
  });
  return promise.finally(stop);
};

test('a press while Redis is gone is sent from the cache, and written once when it is back', async () => {
  const { store } = rig.engine;
  expect(await run()).toMatchObject({ outcome: 'ok', metadata: {} });
  const away = untilState(store, (state) => state === 'away', soon());
  await redis.kill();
  const during = await run();
  expect(during).toMatchObject({ outcome: 'ok', metadata: { record: 'waiting' } });
  expect(during.latency_ms).toBeLessThan(1000);
  await away;
  expect((await run()).trace[0]?.steps[0]).toMatchObject({ note: 'last known: Redis is away' });
  expect(await run('never_heard_of')).toMatchObject({
    outcome: 'refused',
    error: { error_type: 'store_unavailable' },
  });
  expect(rig.simulator.received).toHaveLength(3);

  await redis.start();
  const written = (state: string) => state === 'ready' && store.status().waiting === 0;
  await untilState(store, written, soon());
  const ids = (await store.audit({ limit: 50 })).map(({ execution_id }) => execution_id);
  expect(new Set(ids).size).toBe(4);
  expect(ids).toHaveLength(4);
  expect(await store.buttons('deck')).toMatchObject([{ press_count: 3 }]);
  expect(await run()).toMatchObject({ outcome: 'ok', metadata: {} });
});

test('a Redis that stops answering hangs nothing', async () => {
  redis.signal('SIGSTOP');
  try {
    const execution = await run();
    expect(execution.outcome).toBe('ok');
    expect(execution.metadata).toEqual({ record: 'waiting' });
  } finally {
    redis.signal('SIGCONT');
  }
});

test('a corrupt value fails with its key, and runs again once it is mended', async () => {
  const other = redis.other();
  const told = nextChange((change) => change.kind === 'corruption' && change.key === KEY);
  await other.set(KEY, '{"intent_name": "cam", "actions": 7}');
  await told;
  expect(await run()).toMatchObject({
    outcome: 'failed',
    error: { error_type: 'state_corruption', details: { key: KEY } },
  });
  expect(await rig.engine.store.corruptions()).toMatchObject([{ key: KEY }]);
  const text = JSON.stringify({
    intent_name: 'cam',
    actions: [
      {
        protocol_name: 'companion_http_press',
        device_id: 'deck',
        variables: { page: 1, row: 0, col: 0 },
      },
    ],
  });
  expect(await rig.engine.store.repair(KEY, text)).toBeNull();
  expect(await run()).toMatchObject({ outcome: 'ok' });
});

test("another process's change of the settings counts for the next press", async () => {
  const other = redis.other();
  const told = nextChange((change) => change.kind === 'config');
  await other.set('mcr:bridge:companion:config', '{"enable_state_tracking": false}');
  await told;
  await run();
  expect(await rig.engine.store.buttons('deck')).toEqual([]);
});
