import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { systemClock, type Clock } from '../../clock.ts';
import { Stale } from '../expected.ts';
import { heard, RedisFixture, silentLog, untilState } from '../redis/redis-fixture.ts';
import { revisionOf } from '../revision.ts';
import { anIntent } from '../store-samples.ts';
import type { Store } from '../store.ts';
import { authored } from './authored.ts';
import type { Added } from './revision-log.ts';
import { RevisionRecorder } from './revision-recorder.ts';

const KEY = 'mcr:mapping:companion:intent:cut';

let redis: RedisFixture;
let rooms: RevisionRecorder[];
beforeEach(async () => {
  redis = await RedisFixture.open();
  rooms = [];
});
afterEach(async () => {
  for (const room of rooms) await room.close();
  await redis.close();
});

interface Room {
  store: Store;
  /** The store as the operator of this room writes it. */
  mine: Store;
  /** What became of each revision that this room told. */
  answers: Added[];
}

const openRoom = async (by: string, clock: Clock): Promise<Room> => {
  const store = await redis.readyStore();
  const answers: Added[] = [];
  const { revisions } = store;
  const add = revisions.add.bind(revisions);
  revisions.add = async (...given) => {
    const answer = await add(...given);
    answers.push(answer);
    return answer;
  };
  const recorder = new RevisionRecorder({ store, clock, log: silentLog });
  rooms.push(recorder);
  await recorder.begun;
  return { store, mine: authored(store, recorder, { by, via: 'window' }), answers };
};

const revisionsOf = (store: Store) => store.revisions.list('intent', 'cut', { limit: 100 });
const textOf = (priority: number) => JSON.stringify(anIntent('cut', { priority }));
const until = (fits: () => void | Promise<void>) =>
  vi.waitFor(fits, { interval: 10, timeout: 5_000 });

test('what another program SETs stands once, whichever room notices it first', async () => {
  await redis.other().set(KEY, textOf(1));
  const clocks = [new ManualClock(), new ManualClock()] as const;
  const north = await openRoom('operator', clocks[0]);
  const south = await openRoom('operator', clocks[1]);
  const other = redis.other();
  await Promise.all(
    [north, south].map(({ store }) => heard(store, KEY, () => other.set(KEY, textOf(2)))),
  );
  await clocks[0].advance(1_000);
  await until(() => expect(north.answers).toEqual(['added']));
  await clocks[1].advance(1_000);
  await until(() => expect(south.answers).toEqual(['known']));
  expect(await revisionsOf(north.store)).toMatchObject([
    { by: null, via: 'elsewhere', was: { priority: 1 }, value: { priority: 2 } },
  ]);
});

test('what one room writes is told by that room alone, with its author', async () => {
  const clocks = [new ManualClock(), new ManualClock()] as const;
  const north = await openRoom('agent:sam', clocks[0]);
  const south = await openRoom('operator', clocks[1]);
  await heard(south.store, KEY, () =>
    north.mine.put('intent', 'cut', anIntent('cut', { priority: 1 })),
  );
  await clocks[1].advance(1_000);
  await until(() => expect(south.answers).toEqual(['known']));
  await clocks[0].advance(10_000);
  expect(north.answers).toEqual(['added']);
  expect(await revisionsOf(south.store)).toMatchObject([{ by: 'agent:sam', via: 'window' }]);
});

test('a write that was acknowledged right before Redis went away is told when it is back', async () => {
  const { store, mine } = await openRoom('operator', systemClock);
  const { revisions } = store;
  const add = revisions.add.bind(revisions);
  revisions.add = async (...given) => {
    revisions.add = add;
    await redis.kill();
    return add(...given);
  };
  const value = await mine.put('intent', 'cut', anIntent('cut', { priority: 1 }));
  await untilState(store, 'away');
  await redis.start();
  await untilState(store, 'ready');
  await until(async () => expect(await revisionsOf(store)).toHaveLength(1));
  expect(await revisionsOf(store)).toMatchObject([
    { by: 'operator', before: null, after: revisionOf('intent', value) },
  ]);
});

test.each([true, false])(
  'a first write that timed out although Redis took it is its author’s (tried again: %s)',
  async (isTriedAgain) => {
    const { store, mine } = await openRoom('operator', systemClock);
    redis.signal('SIGSTOP');
    const value = anIntent('cut', { priority: 1 });
    await expect(mine.put('intent', 'cut', value)).rejects.toMatchObject({
      name: 'StoreUnavailable',
    });
    redis.signal('SIGCONT');
    await untilState(store, 'ready');
    await until(async () => expect(await redis.other().get(KEY)).toContain('"priority":1'));
    if (isTriedAgain) await mine.put('intent', 'cut', value);
    await until(async () => expect(await revisionsOf(store)).toHaveLength(1));
    expect(await revisionsOf(store)).toMatchObject([{ by: 'operator', via: 'window' }]);
  },
);

/** Adds a note to what stands there; again until it was nobody else's turn. */
const addNote = async ({ mine }: Room, note: string): Promise<void> => {
  for (;;) {
    const found = await mine.read('intent', 'cut');
    if (found.found !== 'present') throw new Error(found.found);
    const expected = { revisions: [revisionOf('intent', found.value)] };
    try {
      await mine.put('intent', 'cut', { ...found.value, description: note }, expected);
      return;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
};

const work = async (room: Room, name: string): Promise<void> => {
  for (let round = 0; round < 30; round += 1) await addNote(room, `${name} ${round}`);
};

test('two rooms that change one value as fast as they can leave one unbroken chain', async () => {
  await redis.other().set(KEY, textOf(1));
  const north = await openRoom('agent:north', systemClock);
  const south = await openRoom('agent:south', systemClock);
  await Promise.all([work(north, 'north'), work(south, 'south')]);
  const told = await revisionsOf(north.store);
  const byWhom = told.map(({ by, value }) => [by, value?.['description']]);
  expect(byWhom).toHaveLength(60);
  for (const [by, note] of byWhom)
    expect(String(by)).toBe(`agent:${String(note).split(' ')[0]}`);
  for (const [index, { before }] of told.entries()) {
    const former = told[index + 1];
    if (former) expect(before, `entry ${index}`).toBe(former.after);
  }
});

test('a hundred writes at once leave their revisions', async () => {
  const { store, mine } = await openRoom('operator', systemClock);
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      mine.put('intent', `i${index}`, anIntent(`i${index}`)),
    ),
  );
  const kept = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      store.revisions.list('intent', `i${index}`, { limit: 5 }),
    ),
  );
  expect(kept.map((each) => each.length)).toEqual(Array.from({ length: 100 }, () => 1));
});
