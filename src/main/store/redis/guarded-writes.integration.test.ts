import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Stale } from '../expected.ts';
import { revisionOf } from '../revision.ts';
import { anIntent } from '../store-samples.ts';
import type { Store } from '../store.ts';
import { RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterEach(() => redis.reset());
afterAll(() => redis.close());

const KEY = 'mcr:mapping:companion:intent:a';

interface Noted {
  notes: string[];
}

const notesOf = (value: object): string[] =>
  'notes' in value && Array.isArray(value.notes) ? value.notes.map(String) : [];

const textOf = (notes: Noted['notes']) => JSON.stringify(anIntent('a', { notes }));

/** Reads, adds a note, writes; again until it was nobody else's turn. The number of times that it was. */
const addNote = async (store: Store, note: string): Promise<number> => {
  for (let lost = 0; ; lost += 1) {
    const found = await store.read('intent', 'a');
    if (found.found !== 'present') throw new Error(found.found);
    const { value } = found;
    const expected = { revisions: [revisionOf('intent', value)] };
    const next = { ...value, notes: [...notesOf(value), note] };
    try {
      await store.put('intent', 'a', next, expected);
      return lost;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
};

it('loses no update of writers that all expect what they read: four control rooms', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => redis.readyStore()));
  await redis.other().set(KEY, textOf([]));
  const lost = await Promise.all(
    stores.map(async (store, room) => {
      let sum = 0;
      for (let round = 0; round < 40; round += 1)
        sum += await addNote(store, `${room}.${round}`);
      return sum;
    }),
  );
  const notes = notesOf(JSON.parse((await redis.other().get(KEY)) ?? ''));
  expect(notes.toSorted()).toEqual(
    stores
      .flatMap((_, room) => Array.from({ length: 40 }, (_note, round) => `${room}.${round}`))
      .toSorted(),
  );
  // Else nobody met anybody, and this proved nothing.
  expect(lost.reduce((sum, each) => sum + each)).toBeGreaterThan(0);
});

it('notices a program that SETs the key between a look and a write, every time', async () => {
  const store = await redis.readyStore();
  const other = redis.other();
  let refused = 0;
  for (let round = 0; round < 300; round += 1) {
    const before = await store.put('intent', 'a', anIntent('a', { notes: [`ours ${round}`] }));
    const expected = { revisions: [revisionOf('intent', before)] };
    const theirs = textOf([`theirs ${round}`]);
    const ours = anIntent('a', { notes: [`ours again ${round}`] });
    // Theirs comes after ours was sent, together with it, or before: then ours has to be refused.
    const order = round % 3;
    const early = order === 0 ? null : other.set(KEY, theirs);
    if (order === 2) await early;
    const sent = store.put('intent', 'a', ours, expected);
    const [write] = await Promise.allSettled([sent, early ?? other.set(KEY, theirs)]);
    if (order === 2) expect(write.status).toBe('rejected');
    // Whoever came last: theirs stands, because ours may only have come before it.
    expect(await other.get(KEY)).toBe(theirs);
    if (write.status === 'fulfilled') continue;
    expect(write.reason).toBeInstanceOf(Stale);
    refused += 1;
  }
  expect(refused).toBeGreaterThanOrEqual(100);
  const mine = { revisions: [revisionOf('intent', anIntent('a'))] };
  await expect(store.remove('intent', 'a', mine)).rejects.toBeInstanceOf(Stale);
  expect(await other.exists(KEY)).toBe(1);
});

const fulfilled = (all: PromiseSettledResult<unknown>[]) =>
  all.filter(({ status }) => status === 'fulfilled').length;

it('is made once by many who all make it new, and removed once', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => redis.readyStore()));
  for (let round = 0; round < 50; round += 1) {
    const made = await Promise.allSettled(
      stores.map((store, room) =>
        store.put('intent', 'a', anIntent('a', { priority: room }), 'absent'),
      ),
    );
    expect(fulfilled(made)).toBe(1);
    const removed = await Promise.allSettled(
      stores.map((store) => store.remove('intent', 'a', 'present')),
    );
    expect(fulfilled(removed)).toBe(1);
  }
});
