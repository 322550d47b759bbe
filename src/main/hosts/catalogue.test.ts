import { beforeEach, expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ManualClock } from '../clock-double.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { catalogueOf } from './catalogue.ts';

let store: Store;
beforeEach(() => {
  store = createMemoryStore({ clock: new ManualClock() });
  return () => store.close();
});

const put = (conditions: Record<string, unknown>) => {
  const body = IntentSchema.parse({ intent_name: 'dark', actions: [], conditions });
  const intents = catalogueOf(store, 'intent', 'intent_name', () => store);
  return intents.put({ input: { params: { name: 'dark' }, body }, context: {} });
};

test('an intent with sound conditions is stored as it was given', async () => {
  const conditions = { scene: 'broadcast', 'button.press_count': { $lt: 3 } };
  await put(conditions);
  expect(await store.read('intent', 'dark')).toMatchObject({
    found: 'present',
    value: { conditions },
  });
});

test.each([
  [{ $where: 'true' }, 'conditions.$where'],
  [{ scene: { $regex: '(a+)+$' } }, 'conditions.scene.$regex'],
  [{ $or: [{ scene: { $near: 1 } }] }, 'conditions.$or[0].scene.$near'],
])('%j is refused and nothing is stored', async (conditions, field) => {
  await expect(put(conditions)).rejects.toMatchObject({
    data: {
      details: { fields: [{ field, message: expect.stringContaining('not an operator') }] },
    },
  });
  expect(await store.read('intent', 'dark')).toEqual({ found: 'absent' });
});

test('an intent with an unsound camera action is refused, one with a sound action is stored', async () => {
  const intents = catalogueOf(store, 'intent', 'intent_name', () => store);
  const putAction = (variables: object) => {
    const action = {
      action_type: 'camera',
      protocol_name: 'record',
      device_id: 'cam_1',
      variables,
    };
    const body = IntentSchema.parse({ intent_name: 'take', actions: [action] });
    return intents.put({ input: { params: { name: 'take' }, body }, context: {} });
  };
  await expect(putAction({ trial_number: 0 })).rejects.toMatchObject({
    status: 400,
    data: { details: { fields: [{ field: 'actions[0].variables.trial_number' }] } },
  });
  expect(await store.read('intent', 'take')).toEqual({ found: 'absent' });
  await putAction({ trial_number: 12 });
  expect(await store.read('intent', 'take')).toMatchObject({
    value: { actions: [{ action_type: 'camera', variables: { trial_number: 12 } }] },
  });
});

const steps = (count: number, step: object) =>
  Array.from({ length: count }, (_, i) => ({ step_number: i, ...step }));

const putMacro = (macro_id: string, given: object[]) => {
  const body = MacroSchema.parse({ macro_id, macro_name: macro_id, steps: given });
  const macros = catalogueOf(store, 'macro', 'macro_id', () => store);
  return macros.put({ input: { params: { name: macro_id }, body }, context: {} });
};

test('a macro that would run itself through another is refused, with the chain', async () => {
  await putMacro('a', [{ step_number: 1, macro_id: 'b' }]);
  await expect(putMacro('b', [{ step_number: 1, macro_id: 'a' }])).rejects.toMatchObject({
    status: 400,
    data: {
      details: {
        fields: [{ field: 'steps[0].macro_id', message: expect.stringContaining('b → a → b') }],
      },
    },
  });
  expect(await store.read('macro', 'b')).toEqual({ found: 'absent' });
});

test('a macro over the configured cap is refused, with the cap; of many problems fifty are named', async () => {
  await store.put('config', 'bridge', BridgeConfigSchema.parse({ macro_max_steps: 60 }));
  await expect(putMacro('a', steps(61, { intent_name: 'x' }))).rejects.toThrow(
    /61.* allows 60/,
  );
  await expect(putMacro('a', steps(60, {}))).rejects.toMatchObject({
    data: { details: { fields: expect.objectContaining({ length: 50 }) } },
  });
  await putMacro('a', steps(60, { intent_name: 'not_written_yet' }));
  expect(await store.read('macro', 'a')).toMatchObject({ found: 'present' });
});
