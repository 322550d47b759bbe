import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineFixture, pressAt, type EngineFixture } from './engine/engine-fixture.ts';
import { RedisFixture } from './store/redis/redis-fixture.ts';
import type { StoreChange } from './store/store.ts';

const WITHIN_MS = 100;

let redis: RedisFixture;
let north: EngineFixture;
let south: EngineFixture;

beforeEach(async () => {
  redis = await RedisFixture.open();
  north = await engineFixture({}, await redis.readyStore());
  south = await engineFixture({}, await redis.readyStore());
  await north.intent('cam', pressAt(1, 0, 0));
});

afterEach(async () => {
  await Promise.all([north[Symbol.asyncDispose](), south[Symbol.asyncDispose]()]);
  await redis.close();
});

/** When a room first hears of a change that fits, by the monotonic clock. */
const heardBy = (room: EngineFixture, fits: (change: StoreChange) => boolean) => {
  const heard = Promise.withResolvers<number>();
  const stop = room.engine.store.onChange((change) => {
    if (fits(change)) heard.resolve(performance.now());
  });
  return heard.promise.finally(stop);
};

/** The middle of several runs: one of them may meet a busy machine. */
const middleOf = async (runs: number, measure: (run: number) => Promise<number>) => {
  const took: number[] = [];
  for (let run = 0; run < runs; run += 1) took.push(await measure(run));
  return took.sort((a, b) => a - b)[Math.floor(runs / 2)];
};

const fire = (room: EngineFixture) =>
  room.engine.execute({ intent_name: 'cam', origin: 'operator' });

test('an edit of one room is what the other one sends', async () => {
  const took = await middleOf(7, async (run) => {
    const heard = heardBy(
      south,
      (change) =>
        change.kind === 'intent' && change.value?.actions[0]?.variables['col'] === run,
    );
    const began = performance.now();
    await north.intent('cam', pressAt(1, 0, run));
    return (await heard) - began;
  });
  expect(took).toBeLessThan(WITHIN_MS);
  expect(await fire(south)).toMatchObject({ outcome: 'ok' });
  expect(south.simulator.received.at(-1)).toMatchObject({ location: '1/0/6' });
});

test('a key that is pressed in one room shows in the other', async () => {
  const place = { device_id: 'deck', page: 1, row: 1, col: 1 };
  const took = await middleOf(7, async (run) => {
    const phase = run % 2 === 0 ? 'down' : 'up';
    const shown = phase === 'down' ? 'pressed' : 'idle';
    const heard = heardBy(
      south,
      (change) => change.kind === 'button' && change.value.state === shown,
    );
    const pressed = await north.engine.press({ ...place, phase, origin: 'operator' });
    expect(pressed.outcome).toBe('ok');
    const answered = performance.now();
    return (await heard) - answered;
  });
  expect(took).toBeLessThan(WITHIN_MS);
});

test('an execution of one room is told in the other, and to nobody as his own', async () => {
  const own: StoreChange[] = [];
  north.engine.store.onChange((change) => {
    if (change.kind === 'execution') own.push(change);
  });
  const took = await middleOf(7, async () => {
    const told = Promise.withResolvers<{ id: string; at: number }>();
    const stop = south.engine.store.onChange((change) => {
      if (change.kind === 'execution')
        told.resolve({ id: change.entry.execution_id, at: performance.now() });
    });
    const execution = await fire(north);
    const answered = performance.now();
    const { id, at } = await told.promise;
    stop();
    expect(id).toBe(execution.execution_id);
    return at - answered;
  });
  expect(took).toBeLessThan(WITHIN_MS);
  for await (const event of south.engine.mirror(new AbortController().signal)) {
    const listed = event.type === 'snapshot' ? Object.values(event.state.executions) : [];
    expect(listed).toHaveLength(7);
    expect(listed).toContainEqual(
      expect.objectContaining({ outcome: 'ok', target: null, room: expect.any(String) }),
    );
    break;
  }
  const told = heardBy(north, (change) => change.kind === 'execution');
  await fire(south);
  await told;
  expect(own).toHaveLength(1);
});

test('each request is sent once, by the room that was asked', async () => {
  const asked = await Promise.all(
    Array.from({ length: 30 }, (_, index) => fire(index % 3 === 0 ? north : south)),
  );
  expect(asked.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 30 }, () => 'ok'));
  expect(north.simulator.received).toHaveLength(10);
  expect(south.simulator.received).toHaveLength(20);
  const written = await north.engine.store.audit({ limit: 100 });
  expect(new Set(written.map((entry) => entry.execution_id)).size).toBe(30);
  expect(written).toHaveLength(30);
  expect(await south.engine.store.metrics()).toMatchObject({ intents_executed: 30 });
  expect(await north.engine.store.buttons('deck')).toMatchObject([{ press_count: 30 }]);
});
