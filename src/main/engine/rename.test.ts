import { beforeEach, describe, expect, test } from 'vitest';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { referencesTo } from '#shared/domain/references.ts';
import { ManualClock } from '../clock-double.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { Stale } from '../store/expected.ts';
import { revisionOf } from '../store/revision.ts';
import { anIntent } from '../store/store-samples.ts';
import { StoreUnavailable, type Store } from '../store/store.ts';
import { rename } from './rename.ts';

let texts: Map<string, string>;
let store: Store;
beforeEach(async () => {
  texts = new Map();
  store = createMemoryStore({ clock: new ManualClock(), texts });
  await store.put('intent', 'cut', anIntent('cut', { priority: 4, agent_note: 'kept' }));
  await store.put('intent', 'fade', anIntent('fade'));
  await store.put(
    'macro',
    'open',
    MacroSchema.parse({
      macro_id: 'open',
      macro_name: 'Open',
      steps: [
        { step_number: 1, intent_name: 'cut', note: 'of another writer' },
        { step_number: 2, intent_name: 'fade', fallback_intent: 'cut' },
      ],
    }),
  );
  await store.put(
    'layout',
    'deck',
    LayoutSchema.parse({
      device_id: 'deck',
      pages: [{ page: 1, keys: [{ row: 0, col: 2, intent_name: 'cut', label: 'Cut' }] }],
    }),
  );
  return () => store.close();
});

const renaming = { kind: 'intent', from: 'cut', to: 'take' } as const;

const names = async () => (await store.list('intent')).map((intent) => intent.intent_name);

const referencesOf = async (name: string) =>
  referencesTo('intent', name, {
    intents: {},
    macros: Object.fromEntries(
      (await store.list('macro')).map((macro) => [macro.macro_id, macro]),
    ),
    layouts: Object.fromEntries(
      (await store.list('layout')).map((layout) => [layout.device_id, layout]),
    ),
    devices: {},
    venues: {},
    hardware_clients: Object.fromEntries(
      (await store.list('hardware')).map((client) => [client.client_id, client]),
    ),
    config: {},
  });

/** Every name that is named is there. */
const expectNothingDangles = async () => {
  const there = await names();
  for (const name of ['cut', 'take'])
    if (!there.includes(name)) expect(await referencesOf(name), name).toEqual([]);
};

const all = [
  { kind: 'macro', name: 'open', where: 'step 1' },
  { kind: 'macro', name: 'open', where: 'step 2, fallback' },
  { kind: 'layout', name: 'deck', where: 'key 1/0/2' },
];

const expectDone = async () => {
  expect(await names()).toEqual(['fade', 'take']);
  expect(await referencesOf('take')).toEqual(all);
  const take = await store.read('intent', 'take');
  expect(take).toMatchObject({ value: { priority: 4, agent_note: 'kept' } });
  expect([...texts.values()].join()).not.toContain('renamed_from');
};

test('a new name, which everything that names it follows', async () => {
  const before = await store.read('intent', 'cut');
  const done = await rename(store, renaming);
  expect(done?.changed).toEqual(all);
  await expectDone();
  expect(done?.value.created_at).toBe(
    before.found === 'present' ? before.value.created_at : 'none',
  );
  expect(texts.get('mcr:companion:macro:open')).toContain('of another writer');
});

test('a macro in keys and macros, a protocol in actions', async () => {
  const nested = {
    macro_id: 'all',
    macro_name: 'All',
    steps: [{ step_number: 1, macro_id: 'open' }],
  };
  await store.put('macro', 'all', MacroSchema.parse(nested));
  const macro = await rename(store, { kind: 'macro', from: 'open', to: 'begin' });
  expect(macro?.changed).toEqual([{ kind: 'macro', name: 'all', where: 'step 1' }]);
  await store.put(
    'protocol',
    'press',
    ProtocolSchema.parse({ protocol_name: 'press', template: '/x' }),
  );
  const protocol = await rename(store, { kind: 'protocol', from: 'press', to: 'push' });
  expect(protocol?.changed).toEqual([
    { kind: 'intent', name: 'cut', where: 'action 1' },
    { kind: 'intent', name: 'fade', where: 'action 1' },
  ]);
  expect(await store.read('intent', 'cut')).toMatchObject({
    value: { actions: [{ protocol_name: 'push' }] },
  });
});

const refused = async (given: Parameters<typeof rename>[1]) => {
  const before = new Map(texts);
  await expect(rename(store, given)).rejects.toBeInstanceOf(Stale);
  expect(texts).toEqual(before);
};

describe('is refused, and nothing is changed', () => {
  test('where the name is taken, by an equal one too', async () => {
    await refused({ ...renaming, to: 'fade' });
    await store.put('intent', 'take', anIntent('take', { priority: 4, agent_note: 'kept' }));
    await refused(renaming);
  });

  test('where what can not be read stands under one of the names', async () => {
    texts.set('mcr:mapping:companion:intent:take', '{');
    await refused(renaming);
    await refused({ ...renaming, from: 'take', to: 'new' });
  });

  test('where another revision stands than was expected, or none', async () => {
    await refused({ ...renaming, expected: { revisions: ['another_'] } });
    await refused({ ...renaming, from: 'nobody', expected: { revisions: ['another_'] } });
    await refused({ ...renaming, from: 'nobody', expected: 'present' });
    expect(await rename(store, { ...renaming, from: 'nobody' })).toBeNull();
  });
});

test('takes the revision that was expected', async () => {
  const cut = await store.read('intent', 'cut');
  const revision = cut.found === 'present' ? revisionOf('intent', cut.value) : '';
  await rename(store, { ...renaming, expected: { revisions: [revision] } });
  await expectDone();
});

/** The store of an app that is gone after so many writes. */
const endingAfter = (writes: number): Store => {
  let left = writes;
  const orGone = async <T>(write: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new StoreUnavailable('gone', 'start it again');
    return write();
  };
  return {
    ...store,
    put: (kind, name, value, expected) => orGone(() => store.put(kind, name, value, expected)),
    remove: (kind, name, expected) => orGone(() => store.remove(kind, name, expected)),
  };
};

test.each([0, 1, 2, 3, 4])(
  'broken off after %d writes it leaves nothing dangling, and is finished by repeating it',
  async (writes) => {
    await expect(rename(endingAfter(writes), renaming)).rejects.toThrow('gone');
    await expectNothingDangles();
    await rename(store, renaming);
    await expectDone();
  },
);

test('five writes are all of it', async () => {
  await rename(endingAfter(5), renaming);
  await expectDone();
});

const brokenOff = () => expect(rename(endingAfter(2), renaming)).rejects.toThrow('gone');

describe('broken off, and then', () => {
  test('the old one was edited: that goes along', async () => {
    await brokenOff();
    await store.put(
      'intent',
      'cut',
      anIntent('cut', { priority: 4, agent_note: 'kept', tags: 1 }),
    );
    await rename(store, renaming);
    await expectDone();
    expect(await store.read('intent', 'take')).toMatchObject({ value: { tags: 1 } });
  });

  test('the new one was edited: that stays', async () => {
    await brokenOff();
    const take = await store.read('intent', 'take');
    if (take.found !== 'present') throw new Error(take.found);
    await store.put('intent', 'take', { ...take.value, tags: 2 });
    await rename(store, renaming);
    await expectDone();
    expect(await store.read('intent', 'take')).toMatchObject({ value: { tags: 2 } });
  });

  test('both were edited: a person has to say which', async () => {
    await brokenOff();
    await store.put('intent', 'cut', anIntent('cut', { tags: 1 }));
    const take = await store.read('intent', 'take');
    if (take.found !== 'present') throw new Error(take.found);
    await store.put('intent', 'take', { ...take.value, tags: 2 });
    await expect(rename(store, renaming)).rejects.toBeInstanceOf(Stale);
    expect(await names()).toEqual(['cut', 'fade', 'take']);
    await expectNothingDangles();
  });
});

test('what others change meanwhile goes along', async () => {
  let edited = 0;
  const racing: Store = {
    ...store,
    async put(kind, name, value, expected) {
      // Each time right before: what was read is no longer what stands there.
      if (kind === 'macro' && edited < 3) {
        edited += 1;
        const macro = await store.read('macro', 'open');
        if (macro.found === 'present')
          await store.put('macro', 'open', { ...macro.value, description: `edit ${edited}` });
      }
      return store.put(kind, name, value, expected);
    },
    async remove(kind, name, expected) {
      if (edited === 3) {
        edited += 1;
        const old = await store.read('intent', 'cut');
        if (old.found === 'present')
          await store.put('intent', 'cut', { ...old.value, tags: 7 });
        const fresh = {
          device_id: 'new',
          pages: [{ page: 1, keys: [{ row: 0, col: 0, intent_name: 'cut' }] }],
        };
        await store.put('layout', 'new', LayoutSchema.parse(fresh));
      }
      return store.remove(kind, name, expected);
    },
  };
  await rename(racing, renaming);
  expect(edited).toBe(4);
  expect(await names()).toEqual(['fade', 'take']);
  expect(await store.read('intent', 'take')).toMatchObject({ value: { tags: 7 } });
  expect(await store.read('macro', 'open')).toMatchObject({ value: { description: 'edit 3' } });
  expect(await referencesOf('cut')).toEqual([]);
  expect(await referencesOf('take')).toHaveLength(4);
});
