import { expect, test } from 'vitest';
import { aMacro, macroFixture, outcomes, type MacroFixture } from './macro-fixture.ts';

const i = (intent_name: string, more: object = {}) => ({ intent_name, ...more });
const state = (rig: MacroFixture) => rig.mirror.get('runs', 'run1')?.state;
const next = async (rig: MacroFixture): Promise<void> => {
  rig.runner.control('run1', 'resume');
  await rig.clock.advance(0);
};

test('each step waits to be let go, without its delay, and the macro ends with the last', async () => {
  const rig = macroFixture();
  const macro = aMacro([i('a'), i('b', { delay_ms: 60_000 })]);
  const { end } = rig.play(macro, { step_through: true, simulate: true });
  await rig.clock.advance(5000);
  expect(rig.fired()).toEqual([]);
  expect(rig.mirror.get('runs', 'run1')).toMatchObject({
    state: 'paused',
    step_through: true,
    simulated: true,
  });
  await next(rig);
  expect(rig.fired()).toEqual(['a']);
  expect(state(rig)).toBe('paused');
  await next(rig);
  const { outcome, report, metadata } = await end;
  expect(metadata['step_through']).toBe(true);
  expect(outcome).toBe('ok');
  expect(outcomes(report.steps)).toEqual({ 1: 'ok', 2: 'ok' });
  expect(rig.asked.every(({ simulate }) => simulate === true)).toBe(true);
});

test('asking twice while a step runs is not a promise for the one after it', async () => {
  const rig = macroFixture();
  rig.answer('a', { outcome: 'ok', ms: 100 });
  const { run, end } = rig.play(aMacro([i('a'), i('b')]), { step_through: true });
  await rig.clock.advance(0);
  await next(rig);
  expect(state(rig)).toBe('running');
  await next(rig);
  await rig.clock.advance(1000);
  expect(rig.fired()).toEqual(['a']);
  expect(state(rig)).toBe('paused');
  run.cancel(new Error('cancel'));
  expect((await end).outcome).toBe('cancelled');
});

test('a group goes together; the rounds of a list one by one, the first with its step', async () => {
  const rig = macroFixture();
  const macro = aMacro([
    i('a', { parallel: 'g' }),
    i('b', { parallel: 'g' }),
    i('c', { for_each: { items: [1, 2] } }),
  ]);
  const { end } = rig.play(macro, { step_through: true });
  await rig.clock.advance(0);
  await next(rig);
  expect(rig.fired()).toEqual(['a', 'b']);
  await next(rig);
  expect(rig.fired()).toEqual(['a', 'b', 'c']);
  await next(rig);
  expect((await end).outcome).toBe('ok');
  expect(rig.fired()).toEqual(['a', 'b', 'c', 'c']);
});

test('a nested macro is gone through too, and what an abort asks for is done at once', async () => {
  const rig = macroFixture();
  await rig.store.put('macro', 'inner', aMacro([i('x'), i('y')], { macro_id: 'inner' }));
  rig.answer('y', { outcome: 'failed' });
  const macro = aMacro([{ macro_id: 'inner' }, i('z')], {
    on_abort: [{ step_number: 1, intent_name: 'undo' }],
  });
  const { end } = rig.play(macro, { step_through: true });
  await rig.clock.advance(0);
  await next(rig);
  expect(rig.fired()).toEqual(['x']);
  await next(rig);
  expect((await end).outcome).toBe('failed');
  expect(rig.fired()).toEqual(['x', 'y', 'undo']);
});
