import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

/** As another process would write it. */
const write = (rig: EngineFixture, config: object) =>
  rig.engine.store.put('config', 'bridge', BridgeConfigSchema.parse(config));

const fire = (rig: EngineFixture) =>
  rig.engine.execute({ intent_name: 'cam', origin: 'operator' });

test('every field counts from the next execution on', async () => {
  await using rig = await engineFixture();
  await rig.intent('cam', { ...pressAt(1, 0, 0), delay_ms: 30 });
  expect(await fire(rig)).toMatchObject({ outcome: 'ok' });
  expect(await rig.engine.store.buttons('deck')).toMatchObject([{ press_count: 1 }]);

  await write(rig, { timeout_ms: 10 });
  expect(await fire(rig)).toMatchObject({ outcome: 'expired' });

  await write(rig, { enable_state_tracking: false });
  const untracked = await fire(rig);
  expect(untracked.outcome).toBe('ok');
  expect(untracked.trace[0]?.state_change).toBeUndefined();
  expect(await rig.engine.store.buttons('deck')).toMatchObject([{ press_count: 1 }]);

  await write(rig, {});
  expect((await fire(rig)).trace[0]?.state_change).toEqual({
    device_id: 'deck',
    button_id: '1_0_0',
    kind: 'press',
  });
});

test('macros can be switched off', async () => {
  await using rig = await engineFixture();
  await rig.intent('cam', pressAt(1, 0, 0));
  const steps = [{ step_number: 1, intent_name: 'cam' }];
  const macro = MacroSchema.parse({ macro_id: 'open', macro_name: 'Open', steps });
  await rig.engine.store.put('macro', 'open', macro);
  const run = () => rig.engine.executeMacro({ macro_id: 'open', origin: 'operator' });
  expect(await run()).toMatchObject({ outcome: 'ok', macro: { steps_executed: 1 } });
  await write(rig, { enable_macros: false });
  expect(await run()).toMatchObject({
    outcome: 'refused',
    error: { details: { reason: 'macros_off' } },
  });
  await write(rig, {});
  expect(await run()).toMatchObject({ outcome: 'ok' });
});
