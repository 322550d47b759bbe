import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MacroSchema } from '#shared/contract/macro.ts';
import { RedisFixture } from './store/redis/redis-fixture.ts';
import { Stale } from './store/expected.ts';
import { revisionOf } from './store/revision.ts';
import { anIntent } from './store/store-samples.ts';
import type { Store } from './store/store.ts';
import { rename } from './engine/rename.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());

/** Counts up in the macro's description, over what is read; the edits that were acknowledged. */
const edit = async (store: Store, signal: AbortSignal): Promise<number> => {
  let edits = 0;
  while (!signal.aborted) {
    // Both rooms share this loop: whoever never lets go of it keeps the other's answers waiting.
    await setImmediate();
    const found = await store.read('macro', 'm');
    if (found.found !== 'present') throw new Error(found.found);
    const expected = { revisions: [revisionOf('macro', found.value)] };
    const description = String(Number(found.value.description) + 1);
    try {
      await store.put('macro', 'm', { ...found.value, description }, expected);
      edits += 1;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
  return edits;
};

test('back and forth while another room edits what names it: nothing dangles, no edit is lost', async () => {
  const [here, there] = await Promise.all([redis.readyStore(), redis.readyStore()]);
  await here.put('intent', 'a', anIntent('a', { agent_note: 'kept' }));
  const steps = [{ step_number: 1, intent_name: 'a' }];
  await here.put(
    'macro',
    'm',
    MacroSchema.parse({ macro_id: 'm', macro_name: 'M', description: '0', steps }),
  );
  // The other room hears of it a moment later.
  await expect.poll(async () => (await there.read('macro', 'm')).found).toBe('present');
  const end = new AbortController();
  const editing = edit(there, end.signal);
  for (let round = 0; round < 40; round += 1) {
    const [from, to] = round % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
    const done = await rename(here, { kind: 'intent', from, to });
    expect(done?.changed).toEqual([{ kind: 'macro', name: 'm', where: 'step 1' }]);
  }
  end.abort();
  const edits = await editing;
  const other = redis.other();
  expect((await other.keys('mcr:mapping:companion:intent:*')).sort()).toEqual([
    'mcr:mapping:companion:intent:a',
  ]);
  const macro: unknown = JSON.parse((await other.get('mcr:companion:macro:m')) ?? '');
  expect(macro).toMatchObject({ description: String(edits), steps: [{ intent_name: 'a' }] });
  expect(edits).toBeGreaterThan(0);
  const intent: unknown = JSON.parse((await other.get('mcr:mapping:companion:intent:a')) ?? '');
  expect(intent).toMatchObject({ agent_note: 'kept' });
  expect(intent).not.toHaveProperty('renamed_from');
});
