import { describe, expect, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import type { ButtonChange } from '#shared/contract/button-state.ts';
import { aRecording } from '../../store/store-samples.ts';
import { aMacro, macroFixture, outcomes, type MacroFixture } from './macro-fixture.ts';

const i = (intent_name: string, more: object = {}) => ({ intent_name, ...more });

const stored = async (rig: MacroFixture, macro_id: string, steps: object[], more = {}) => {
  const macro = aMacro(steps, { macro_id, macro_name: macro_id, ...more });
  await rig.store.put('macro', macro_id, macro);
  return macro;
};

const contexts = (rig: MacroFixture, name: string) =>
  rig.asked.map(({ context }) => new Map(Object.entries(context ?? {})).get(name));

const takes = (on_failure: string) =>
  aMacro([i('take', { on_failure, for_each: { items: [1, 2, 3] } }), i('b')]);

const press = (rig: MacroFixture, change: Partial<ButtonChange> & { kind: 'down' | 'up' }) =>
  rig.store.record(
    aRecording({}, [
      {
        device_id: 'deck',
        button_id: '1_0_2',
        change: { at: '2026-11-21T20:00:00Z', ...change },
      },
    ]),
  );

const waiting = (more: object = {}) =>
  aMacro([
    {
      wait_until: { 'button.state': 'pressed' },
      variables: { device_id: 'deck', page: 1, row: 0, col: 2 },
      timeout_ms: 1000,
      ...more,
    },
    i('b'),
  ]);

describe('a nested macro', () => {
  test('runs inside this run, with ids below its step and its own defaults', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x'), i('y')], { variables: { level: 1, scene: 'own' } });
    const macro = aMacro(
      [i('a'), { macro_id: 'inner', variables: { level: '$loud' } }, i('b')],
      {
        variables: { loud: 9, scene: 'outer' },
      },
    );
    const { outcome, report } = await rig.finish(macro);
    expect(outcome).toBe('ok');
    expect(rig.fired()).toEqual(['a', 'x', 'y', 'b']);
    expect(rig.asked.map(({ origin }) => origin)).toEqual([
      'macro:m',
      'macro:inner',
      'macro:inner',
      'macro:m',
    ]);
    expect(contexts(rig, 'level')).toEqual([undefined, 9, 9, undefined]);
    expect(contexts(rig, 'scene')).toEqual(['outer', 'own', 'own', 'outer']);
    expect(outcomes(report.steps)).toEqual({ 1: 'ok', 2: 'ok', 2.1: 'ok', 2.2: 'ok', 3: 'ok' });
    expect(report).toMatchObject({ steps_executed: 4, steps_failed: 0 });
  });

  test('that fails is a step that failed, and names the innermost one', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x')]);
    rig.answer('x', { outcome: 'failed' });
    const { outcome, fault, report } = await rig.finish(
      aMacro([{ macro_id: 'inner' }, i('b')]),
    );
    expect(outcome).toBe('failed');
    expect(fault).toMatchObject({
      message: 'Step 1.1 (x): x was failed',
      details: { step: '1.1' },
    });
    expect(outcomes(report.steps)).toEqual({ 1: 'failed', 1.1: 'failed', 2: null });
    expect(report).toMatchObject({ steps_executed: 1, steps_failed: 1 });
  });

  test('is run once more as a whole by retry, and listed once', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x'), i('y')]);
    rig.answer('y', { outcome: 'failed' }, { outcome: 'ok' });
    const { report } = await rig.finish(aMacro([{ macro_id: 'inner', on_failure: 'retry' }]));
    expect(rig.fired()).toEqual(['x', 'y', 'x', 'y']);
    expect(report.steps.map(({ step, attempts }) => [step, attempts])).toEqual([
      ['1', 2],
      ['1.1', 1],
      ['1.2', 1],
    ]);
  });

  test('that is not there fails its step alone', async () => {
    const rig = macroFixture();
    const macro = aMacro([{ macro_id: 'gone', on_failure: 'continue' }, i('b')]);
    const { outcome, report } = await rig.finish(macro);
    expect(outcome).toBe('ok');
    expect(report.steps[0]).toMatchObject({
      outcome: 'failed',
      error: { error_type: 'not_found' },
    });
  });

  test('that another writer made circular is refused before anything is sent', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [{ macro_id: 'm' }]);
    const { outcome, fault } = await rig.finish(aMacro([i('a'), { macro_id: 'inner' }]));
    expect(outcome).toBe('refused');
    expect(fault?.message).toContain('m → inner → m');
    expect(rig.asked).toEqual([]);
  });

  test('runs as it stood when the macro began', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x')]);
    const { end } = rig.play(aMacro([i('a', { delay_ms: 100 }), { macro_id: 'inner' }]));
    await rig.clock.advance(50);
    await stored(rig, 'inner', [i('changed')]);
    await rig.clock.advance(100);
    await end;
    expect(rig.fired()).toEqual(['a', 'x']);
  });
});

describe('for_each', () => {
  test('runs once per item, in order, each after the delay', async () => {
    const rig = macroFixture();
    const step = i('take', {
      delay_ms: 100,
      for_each: { items: [1, 2, 3], as: 'cam' },
      variables: { label: 'Camera {cam}', page: '$cam' },
    });
    const { report } = await rig.finish(aMacro([step, i('b')]));
    expect(rig.asked.map(({ at }) => at)).toEqual([100, 200, 300, 300]);
    expect(contexts(rig, 'label').slice(0, 3)).toEqual(['Camera 1', 'Camera 2', 'Camera 3']);
    expect(contexts(rig, 'page')).toEqual([1, 2, 3, undefined]);
    expect(report.steps.map(({ step: id, name }) => [id, name])).toEqual([
      ['1', 'take'],
      ['1.1', 'take · 1'],
      ['1.2', 'take · 2'],
      ['1.3', 'take · 3'],
      ['2', 'b'],
    ]);
    expect(report.steps_executed).toBe(4);
  });

  test('takes its list from a variable, which the request may give', async () => {
    const rig = macroFixture();
    const macro = aMacro([i('take', { for_each: { items: 'cams' } })], {
      variables: { cams: ['one'] },
    });
    await rig.finish(macro, { context: { cams: ['two', 'three'] } });
    expect(contexts(rig, 'item')).toEqual(['two', 'three']);
  });

  test('where there is no list the step fails and says so', async () => {
    const rig = macroFixture();
    const macro = aMacro([i('take', { for_each: { items: 'cams' } })]);
    expect((await rig.finish(macro)).fault?.message).toContain('cams holds no list');
  });

  test('stops at the round that fails, or goes on where the step does', async () => {
    const answers = [{ outcome: 'ok' as const }, { outcome: 'failed' as const }];
    const rig = macroFixture();
    rig.answer('take', ...answers);
    const { fault, report } = await rig.finish(takes('abort'));
    expect(fault?.message).toBe('Step 1.2 (take · 2): take was failed');
    expect(outcomes(report.steps)).toEqual({
      1: 'failed',
      1.1: 'ok',
      1.2: 'failed',
      1.3: null,
      2: null,
    });

    const other = macroFixture();
    other.answer('take', ...answers);
    const end = await other.finish(takes('continue'));
    expect(end).toMatchObject({
      outcome: 'ok',
      report: { steps_executed: 4, steps_failed: 2 },
    });
  });

  test('may run a nested macro each time', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x')]);
    const { report } = await rig.finish(
      aMacro([{ macro_id: 'inner', for_each: { items: ['l', 'r'] } }]),
    );
    expect(contexts(rig, 'item')).toEqual(['l', 'r']);
    expect(Object.keys(outcomes(report.steps))).toEqual(['1', '1.1', '1.1.1', '1.2', '1.2.1']);
  });

  test('a list of the request that goes past the cap fails its step with the cap', async () => {
    const rig = macroFixture({ macro_max_steps: 5 });
    const macro = aMacro([i('take', { for_each: { items: 'cams' } })]);
    const { outcome, fault } = await rig.finish(macro, {
      context: { cams: [1, 2, 3, 4, 5, 6] },
    });
    expect(outcome).toBe('failed');
    expect(fault).toMatchObject({ details: { macro_max_steps: 5 } });
    expect(rig.asked).toEqual([]);
  });
});

describe('variables', () => {
  test('a step that uses one nobody gave fails and names it', async () => {
    const rig = macroFixture();
    const { fault } = await rig.finish(aMacro([i('a', { variables: { text: 'Hi {who}' } })]));
    expect(fault?.message).toContain('who is used by the step');
    expect(rig.asked).toEqual([]);
  });

  test('lists and numbers keep their kind, nested ones are filled, JSON keeps its braces', async () => {
    const rig = macroFixture();
    const variables = { list: '$all', deep: { text: ['{name}!'] }, json: '{"a":{"b":1}}' };
    const macro = aMacro([i('a', { variables })], { variables: { all: [1, 2], name: 'Ann' } });
    await rig.finish(macro);
    expect(rig.asked[0]?.context).toMatchObject({
      list: [1, 2],
      deep: { text: ['Ann!'] },
      json: '{"a":{"b":1}}',
    });
  });

  test('a secret can not be written into a step', async () => {
    const rig = macroFixture();
    const macro = aMacro([i('a', { variables: { key: 'x{secret:studio}' } })]);
    expect((await rig.finish(macro)).fault?.message).toContain("can't hold a secret");
    expect(rig.asked).toEqual([]);
  });
});

describe('conditions of a step', () => {
  test('not met: skipped, with the clause, and the macro goes on', async () => {
    const rig = macroFixture();
    const macro = aMacro([i('a', { conditions: { scene: 'live' } }), i('b')]);
    const { outcome, report } = await rig.finish(macro, { context: { scene: 'rehearsal' } });
    expect(outcome).toBe('ok');
    expect(rig.fired()).toEqual(['b']);
    expect(report).toMatchObject({ steps_executed: 1, steps_failed: 0 });
    expect(report.steps[0]).toMatchObject({
      outcome: 'skipped',
      error: { message: expect.stringContaining('"rehearsal"') },
    });
  });

  test('where they keep all of it out, the macro is skipped', async () => {
    const rig = macroFixture();
    const end = await rig.finish(aMacro([i('a', { conditions: { scene: 'live' } })]));
    expect(end).toMatchObject({
      outcome: 'skipped',
      fault: null,
      metadata: { condition: expect.stringContaining('scene') },
    });
  });

  test('see the round they are in, and the device of the intent', async () => {
    const rig = macroFixture();
    const intent = {
      intent_name: 'take',
      actions: [{ protocol_name: 'p', device_id: 'deck' }],
    };
    await rig.store.put('intent', 'take', IntentSchema.parse(intent));
    const device = { device_id: 'deck', device_type: 'xl', metadata: { hall: 2 } };
    await rig.store.put('device', 'deck', DeviceSchema.parse(device));
    const conditions = {
      item: { $gt: 1 },
      'device.metadata.hall': 2,
      'device.health': 'untried',
    };
    const macro = aMacro([i('take', { conditions, for_each: { items: [1, 2, 3] } })]);
    expect(outcomes((await rig.finish(macro)).report.steps)).toEqual({
      1: 'ok',
      1.1: 'skipped',
      1.2: 'ok',
      1.3: 'ok',
    });
  });
});

describe('wait_until', () => {
  test('goes on the moment a button says so', async () => {
    const rig = macroFixture();
    const { end } = rig.play(waiting());
    await rig.clock.advance(250);
    expect(rig.fired()).toEqual([]);
    await press(rig, { kind: 'down' });
    await rig.clock.advance(0);
    expect(rig.fired()).toEqual(['b']);
    expect((await end).report.steps[0]).toMatchObject({ outcome: 'ok', took_ms: 250 });
  });

  test('does not wait for what is so already', async () => {
    const rig = macroFixture();
    await press(rig, { kind: 'down' });
    await rig.play(waiting()).end;
    expect(rig.fired()).toEqual(['b']);
  });

  test('fails when the time is up, and says what still did not hold', async () => {
    const rig = macroFixture();
    await press(rig, { kind: 'up' });
    const { outcome, fault, report } = await rig.finish(waiting());
    expect(outcome).toBe('failed');
    expect(fault?.message).toMatch(/Waited 1000 ms.*button\.state is "idle"/);
    expect(report.steps[0]).toMatchObject({ took_ms: 1000 });
    expect(rig.fired()).toEqual([]);
  });

  test('notices what the store does not tell of', async () => {
    const rig = macroFixture();
    const conditions = { 'device.health': 'answering' };
    const device = DeviceSchema.parse({ device_id: 'deck', device_type: 'xl' });
    await rig.store.put('device', 'deck', device);
    const { end } = rig.play(waiting({ wait_until: conditions }));
    await rig.clock.advance(30);
    rig.mirror.set('health', 'deck', {
      device_id: 'deck',
      state: 'answering',
      latency_ms: 1,
      last_answer_at: null,
      last_reached_at: null,
      message: null,
      failures: 0,
      next_try_at: null,
      missed: 0,
      checked_at: null,
    });
    await rig.clock.advance(100);
    expect((await end).outcome).toBe('ok');
  });

  test('its fallback is fired when it waited in vain', async () => {
    const rig = macroFixture();
    expect((await rig.finish(waiting({ fallback_intent: 'f' }))).outcome).toBe('ok');
    expect(rig.fired()).toEqual(['f', 'b']);
  });
});

describe('a dry run', () => {
  test('asks for every command, sends nothing, and tells the time it would take', async () => {
    const rig = macroFixture();
    await stored(rig, 'inner', [i('x', { delay_ms: 300 }), i('y')]);
    const slow = { protocol_name: 'p', device_id: 'd', delay_ms: 40 };
    await rig.store.put(
      'intent',
      'a',
      IntentSchema.parse({ intent_name: 'a', actions: [slow, slow] }),
    );
    rig.answer('y', { outcome: 'failed' });
    const macro = aMacro(
      [
        i('a', { parallel: 'g' }),
        i('b', { parallel: 'g', delay_ms: 200 }),
        { wait_until: { scene: 'never' } },
        { macro_id: 'inner' },
        i('c', { for_each: { items: [1, 2] }, delay_ms: 1000 }),
      ],
      { on_abort: [{ step_number: 1, intent_name: 'undo' }] },
    );
    const { end } = rig.play(macro, { dry_run: true });
    const { outcome, fault, report, children, metadata } = await end;
    expect(rig.fired()).toEqual(['a', 'b', 'x', 'y', 'c', 'c']);
    expect(rig.asked.every(({ dry_run }) => dry_run === true)).toBe(true);
    expect(children.map(({ intent_name }) => intent_name)).toEqual(rig.fired());
    expect({ outcome, fault }).toMatchObject({
      outcome: 'failed',
      fault: { details: { step: '4.2' } },
    });
    expect(report.steps.map(({ step, at_ms, took_ms }) => [step, at_ms, took_ms])).toEqual([
      ['1', 0, 80],
      ['2', 200, 0],
      ['3', 200, 0],
      ['4', 200, 300],
      ['4.1', 500, 0],
      ['4.2', 500, 0],
      ['5', 500, 2000],
      ['5.1', 1500, 0],
      ['5.2', 2500, 0],
    ]);
    expect(metadata['expected_ms']).toBe(2500);
    expect(rig.mirror.keys('runs')).toEqual([]);
    expect(await rig.store.list('macro_run')).toEqual([]);
  });
});
