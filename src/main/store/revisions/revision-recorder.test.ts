import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { createLog } from '../../log.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { Stale } from '../expected.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import { revisionOf } from '../revision.ts';
import { anIntent } from '../store-samples.ts';
import { StoreUnavailable, type Store } from '../store.ts';
import { authored } from './authored.ts';
import { RevisionRecorder, type Author } from './revision-recorder.ts';

const OPERATOR: Author = { by: 'operator', via: 'window' };
const DEVICE_KEY = 'mcr:catalog:companion:device:deck';

let clock: ManualClock;
let texts: Map<string, string>;
/** As another program has it: its writes are nobody's. */
let store: Store;
let recorders: RevisionRecorder[];

const openRecorder = async (): Promise<RevisionRecorder> => {
  const recorder = new RevisionRecorder({ store, clock, log: createLog('silent') });
  recorders.push(recorder);
  await recorder.begun;
  return recorder;
};

beforeEach(() => {
  clock = new ManualClock();
  texts = new Map();
  store = createMemoryStore({ clock, texts });
  recorders = [];
});
afterEach(async () => {
  for (const recorder of recorders) await recorder.close();
});

const priority = (value: Record<string, unknown> | null) =>
  JSON.stringify(value?.['priority']) ?? '-';

/** Newest first, as in `1→2 operator window`: intents by their priority. */
const told = async (name = 'cut'): Promise<string[]> => {
  return (await store.revisions.list('intent', name, { limit: 50 })).map(
    ({ was, value, by, via }) => `${priority(was)}→${priority(value)} ${by} ${via}`,
  );
};

const cut = (priority: number) => anIntent('cut', { priority });

test('each accepted write is a revision of its author', async () => {
  const recorder = await openRecorder();
  const mine = authored(store, recorder, OPERATOR);
  const agents = authored(store, recorder, { by: 'agent:sam', via: 'rest' });
  const first = await mine.put('intent', 'cut', cut(1));
  await agents.put('intent', 'cut', cut(2), { revisions: [revisionOf('intent', first)] });
  expect(await mine.remove('intent', 'cut')).toBe(true);
  expect(await agents.putIfAbsent('intent', 'cut', cut(3))).toBe(true);
  expect(await told()).toEqual([
    '-→3 agent:sam rest',
    '2→- operator window',
    '1→2 agent:sam rest',
    '-→1 operator window',
  ]);
  await clock.advance(10_000);
  expect(await told()).toHaveLength(4);
});

test('what was written only where nothing stood has its author, even if it can’t be read back', async () => {
  const recorder = await openRecorder();
  const slow: Store = {
    ...store,
    peek: () => undefined,
    read: () => Promise.reject(new StoreUnavailable('Away.', 'Wait.')),
  };
  const mine = authored(slow, recorder, OPERATOR);
  expect(await mine.putIfAbsent('intent', 'cut', cut(1))).toBe(true);
  expect((await told()).at(-1)).toBe('-→1 operator window');
});

test('what was not accepted, or changed nothing, is none', async () => {
  const recorder = await openRecorder();
  const mine = authored(store, recorder, OPERATOR);
  await mine.put('intent', 'cut', cut(1));
  await mine.put('intent', 'cut', cut(1));
  await expect(mine.put('intent', 'cut', cut(2), 'absent')).rejects.toBeInstanceOf(Stale);
  expect(await mine.putIfAbsent('intent', 'cut', cut(3))).toBe(false);
  expect(await mine.remove('intent', 'other')).toBe(false);
  expect(await told()).toEqual(['-→1 operator window']);
  expect(await told('other')).toEqual([]);
});

test('what another program writes is noticed a second later, once per room', async () => {
  await store.put('intent', 'cut', cut(1));
  await openRecorder();
  await openRecorder();
  await clock.advance(5_000);
  expect(await told()).toEqual([]);
  await store.put('intent', 'cut', cut(2));
  await clock.advance(900);
  expect(await told()).toEqual([]);
  await clock.advance(200);
  expect(await told()).toEqual(['1→2 null elsewhere']);
  await store.remove('intent', 'cut');
  await clock.advance(10_000);
  expect(await told()).toEqual(['2→- null elsewhere', '1→2 null elsewhere']);
});

test('what one room writes is not noticed by another', async () => {
  const [north] = [await openRecorder(), await openRecorder()];
  const mine = authored(store, north, OPERATOR);
  await mine.put('intent', 'cut', cut(1));
  await clock.advance(500);
  await mine.put('intent', 'cut', cut(2));
  await clock.advance(20_000);
  expect(await told()).toEqual(['1→2 operator window', '-→1 operator window']);
});

test('a change of another program right before one of ours stands by itself', async () => {
  const recorder = await openRecorder();
  const mine = authored(store, recorder, OPERATOR);
  await mine.put('intent', 'cut', cut(1));
  await store.put('intent', 'cut', cut(2));
  await clock.advance(300);
  await mine.put('intent', 'cut', cut(3));
  await clock.advance(20_000);
  expect(await told()).toEqual([
    '2→3 operator window',
    '1→2 null elsewhere',
    '-→1 operator window',
  ]);
});

test('a value that comes back at once is noticed as well, later', async () => {
  const recorder = await openRecorder();
  await authored(store, recorder, OPERATOR).put('intent', 'cut', cut(1));
  await store.put('intent', 'cut', cut(2));
  await clock.advance(1_500);
  await store.put('intent', 'cut', cut(1));
  await clock.advance(1_500);
  expect(await told()).toEqual(['1→2 null elsewhere', '-→1 operator window']);
  await clock.advance(6_000);
  expect((await told())[0]).toBe('2→1 null elsewhere');
});

test('when a device was last seen is no change', async () => {
  const device = DeviceSchema.parse({ device_id: 'deck', device_type: 'xl' });
  await store.put('device', 'deck', device);
  await openRecorder();
  await store.touchDevice('deck', new Date(clock.now()).toISOString());
  expect(texts.get(DEVICE_KEY)).toContain('last_seen');
  await clock.advance(20_000);
  expect(await store.revisions.list('device', 'deck', { limit: 5 })).toEqual([]);
  await store.put('device', 'deck', { ...device, rows: 3 });
  await clock.advance(2_000);
  const [changed] = await store.revisions.list('device', 'deck', { limit: 5 });
  expect(changed).toMatchObject({ via: 'elsewhere', value: { rows: 3 } });
  expect(changed?.value).not.toHaveProperty('last_seen');
});

/** Does what it is asked, and its answer does not come in time. */
const unheard = (): void => {
  const whole = { ...store };
  const falls = (): never => {
    Object.assign(store, whole);
    throw new StoreUnavailable('It fell silent.', 'Wait.');
  };
  store.put = async (...given) => {
    await whole.put(...given);
    return falls();
  };
  store.remove = async (...given) => {
    await whole.remove(...given);
    return falls();
  };
};

test.each([0, 500, 5_000])(
  'a first write whose answer did not come is its author’s, tried again after %i ms',
  async (ms) => {
    const recorder = await openRecorder();
    const mine = authored(store, recorder, OPERATOR);
    unheard();
    // The store gives it the date of its making.
    await expect(mine.put('intent', 'cut', cut(1))).rejects.toThrow('It fell silent.');
    await clock.advance(ms);
    await authored(store, recorder, OPERATOR).put('intent', 'cut', cut(1));
    await clock.advance(20_000);
    expect(await told()).toEqual(['-→1 operator window']);
  },
);

test('a write or a deletion whose answer did not come is its author’s, and what came after is not', async () => {
  await store.put('intent', 'cut', cut(1));
  const recorder = await openRecorder();
  const tried = async (work: (mine: Store) => Promise<unknown>) => {
    unheard();
    await expect(work(authored(store, recorder, OPERATOR))).rejects.toThrow('silent');
    await clock.advance(8_000);
  };
  await tried((mine) => mine.put('intent', 'cut', cut(2)));
  await store.put('intent', 'cut', cut(3));
  await clock.advance(8_000);
  await tried((mine) => mine.remove('intent', 'cut'));
  expect(await told()).toEqual([
    '3→- operator window',
    '2→3 null elsewhere',
    '1→2 operator window',
  ]);
});

test('a write that was never done is nobody’s', async () => {
  await store.put('intent', 'cut', cut(1));
  const recorder = await openRecorder();
  recorder.unsure({ kind: 'intent', name: 'cut', after: null, author: OPERATOR });
  await store.put('intent', 'cut', cut(2));
  await clock.advance(8_000);
  expect(await told()).toEqual(['1→2 null elsewhere']);
});

/** Makes the log refuse until it is let. */
const refuse = (): { allow: () => void } => {
  const { revisions } = store;
  const add = revisions.add.bind(revisions);
  let isAllowed = false;
  revisions.add = (...given) =>
    isAllowed ? add(...given) : Promise.reject(new StoreUnavailable('away', 'wait'));
  return { allow: () => (isAllowed = true) };
};

test('a write stands when its revision can not be kept, which is tried again, in order', async () => {
  const recorder = await openRecorder();
  const mine = authored(store, recorder, OPERATOR);
  const refused = refuse();
  await mine.put('intent', 'cut', cut(1));
  await mine.put('intent', 'cut', cut(2));
  await clock.advance(5_000);
  expect(await told()).toEqual([]);
  refused.allow();
  await clock.advance(1_100);
  expect(await told()).toEqual(['1→2 operator window', '-→1 operator window']);
});

test('what was noticed, and what waits, is told at the end', async () => {
  const recorder = await openRecorder();
  const refused = refuse();
  await authored(store, recorder, OPERATOR).put('intent', 'cut', cut(1));
  await store.put('intent', 'other', anIntent('other', { priority: 7 }));
  refused.allow();
  await recorder.close();
  expect(await told()).toEqual(['-→1 operator window']);
  expect(await told('other')).toEqual(['-→7 null elsewhere']);
  await store.put('intent', 'other', anIntent('other', { priority: 8 }));
  await clock.advance(20_000);
  expect(await told('other')).toHaveLength(1);
});

test('a corrupt value that is repaired is a revision of who repaired it', async () => {
  texts.set('mcr:mapping:companion:intent:cut', '{"intent_name":');
  const recorder = await openRecorder();
  const mine = authored(store, recorder, OPERATOR);
  await mine.repair('mcr:mapping:companion:intent:cut', JSON.stringify(cut(4)));
  expect(await told()).toEqual(['-→4 operator window']);
  await clock.advance(5_000);
  expect(await told()).toHaveLength(1);
});
