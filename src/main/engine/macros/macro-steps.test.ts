import { describe, expect, test } from 'vitest';
import { aMacro, macroFixture, outcomes } from './macro-fixture.ts';

const i = (intent_name: string, more: object = {}) => ({ intent_name, ...more });

describe('order', () => {
  test('steps go by their numbers, and those that share one as they are written', async () => {
    const rig = macroFixture();
    const macro = aMacro([
      i('c', { step_number: 9 }),
      i('a', { step_number: -1 }),
      i('b', { step_number: 2 }),
      i('b2', { step_number: 2 }),
    ]);
    const { outcome, fault, report } = await rig.finish(macro);
    expect(rig.fired()).toEqual(['a', 'b', 'b2', 'c']);
    expect({ outcome, fault }).toEqual({ outcome: 'ok', fault: null });
    expect(report).toMatchObject({ macro_id: 'm', steps_executed: 4, steps_failed: 0 });
    expect(report.steps.map(({ step }) => step)).toEqual(['-1', '2', '2#2', '9']);
  });

  test('every step goes through the one door, as the macro and for whoever started it', async () => {
    const rig = macroFixture();
    const macro = aMacro([i('a', { timeout_ms: 700, variables: { page: 2 } })], {
      variables: { page: 1, scene: 'x', camera: 1 },
    });
    await rig.finish(macro, { context: { scene: 'live', camera: 3 }, session_id: 's1' });
    expect(rig.asked[0]).toMatchObject({
      intent_name: 'a',
      origin: 'macro:m',
      parent: { execution_id: 'run1', started_by: 'operator' },
      timeout_ms: 700,
      session_id: 's1',
      context: { page: 2, scene: 'live', camera: 3 },
    });
  });

  test('the report says when each step began, what it took, and which execution it was', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'sent', ms: 30 });
    const { outcome, report } = await rig.finish(aMacro([i('a'), i('b', { delay_ms: 1000 })]));
    expect(outcome).toBe('sent');
    expect(report.steps).toMatchObject([
      {
        at_ms: 0,
        took_ms: 30,
        outcome: 'sent',
        attempts: 1,
        execution_id: 'e1',
        state: 'done',
      },
      { at_ms: 1020, took_ms: 0, outcome: 'ok', execution_id: 'e2', error: null },
    ]);
  });
});

describe('failure', () => {
  test('abort: nothing after it is sent, and the macro says which step it was', async () => {
    const rig = macroFixture();
    rig.answer('b', { outcome: 'failed' });
    const { outcome, fault, report } = await rig.finish(aMacro([i('a'), i('b'), i('c')]));
    expect(rig.fired()).toEqual(['a', 'b']);
    expect(outcome).toBe('failed');
    expect(fault).toMatchObject({
      error_type: 'connection_refused',
      message: 'Step 2 (b): b was failed',
      details: { step: '2' },
    });
    expect(report).toMatchObject({ steps_executed: 2, steps_failed: 1 });
    expect(outcomes(report.steps)).toEqual({ 1: 'ok', 2: 'failed', 3: null });
  });

  test.each(['refused', 'expired'] as const)('%s aborts too', async (outcome) => {
    const rig = macroFixture();
    rig.answer('a', { outcome });
    expect(await rig.finish(aMacro([i('a'), i('b')]))).toMatchObject({
      outcome: 'failed',
      report: { steps_failed: 1 },
    });
    expect(rig.fired()).toEqual(['a']);
  });

  test('an unknown outcome makes the macro unknown, and is not tried again', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'unknown' });
    const step = i('a', { on_failure: 'retry', retry_count: 5, fallback_intent: 'f' });
    expect((await rig.finish(aMacro([step, i('b')]))).outcome).toBe('unknown');
    expect(rig.fired()).toEqual(['a']);
  });

  test('continue: the rest runs and the failure is counted', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    const { outcome, fault, report } = await rig.finish(
      aMacro([i('a', { on_failure: 'continue' }), i('b')]),
    );
    expect({ outcome, fault }).toEqual({ outcome: 'ok', fault: null });
    expect(report).toMatchObject({ steps_executed: 2, steps_failed: 1 });
    expect(report.steps[0]).toMatchObject({ outcome: 'failed', error: { details: {} } });
  });

  test('continue: where nothing at all was served the macro has failed', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    const macro = aMacro([i('a', { on_failure: 'continue' })]);
    expect(await rig.finish(macro)).toMatchObject({
      outcome: 'failed',
      fault: { message: 'Step 1 (a): a was failed' },
    });
  });

  test('retry: again after the configured pause, and goes on when it works', async () => {
    const rig = macroFixture({ retry_backoff_ms: 100, retry_backoff_multiplier: 1 });
    rig.answer('a', { outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'ok' });
    const { outcome, report } = await rig.finish(
      aMacro([i('a', { on_failure: 'retry', retry_count: 3 }), i('b')]),
    );
    expect(outcome).toBe('ok');
    expect(rig.fired()).toEqual(['a', 'a', 'a', 'b']);
    expect(report.steps[0]).toMatchObject({ attempts: 3, execution_id: 'e3' });
    const [first, second] = rig.asked;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(50);
  });

  test('retry: once where no count is given, then it aborts', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    const { outcome } = await rig.finish(aMacro([i('a', { on_failure: 'retry' }), i('b')]));
    expect(outcome).toBe('failed');
    expect(rig.fired()).toEqual(['a', 'a']);
  });

  test('the fallback is fired in its place, after the retries', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    const step = i('a', { on_failure: 'retry', fallback_intent: 'f' });
    const { outcome, report } = await rig.finish(aMacro([step, i('b')]));
    expect(outcome).toBe('ok');
    expect(rig.fired()).toEqual(['a', 'a', 'f', 'b']);
    expect(report.steps[0]).toMatchObject({ outcome: 'ok', attempts: 3, execution_id: 'e3' });
  });

  test('an intent that was deleted fails its step with what the door says', async () => {
    const rig = macroFixture();
    rig.answer('gone', { outcome: 'failed' });
    const { report } = await rig.finish(aMacro([i('gone')]));
    expect(report.steps[0]?.error).toMatchObject({ message: 'gone was failed' });
  });

  test('a step whose intent was skipped is neither executed nor failed, and names the clause', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'skipped', metadata: { condition: 'scene is "x"' } });
    const { outcome, report } = await rig.finish(aMacro([i('a'), i('b')]));
    expect(outcome).toBe('ok');
    expect(report).toMatchObject({ steps_executed: 1, steps_failed: 0 });
    expect(report.steps[0]).toMatchObject({
      outcome: 'skipped',
      error: { details: { clause: 'scene is "x"' } },
    });
  });
});

describe('side by side', () => {
  test('the next step does not wait for one that says so; the end of the macro does', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 500 });
    const { end } = rig.play(aMacro([i('a', { wait_for_completion: false }), i('b')]));
    await rig.clock.advance(100);
    expect(rig.fired()).toEqual(['a', 'b']);
    expect(rig.mirror.get('runs', 'run1')?.report.steps.map(({ state }) => state)).toEqual([
      'running',
      'done',
    ]);
    await rig.clock.advance(500);
    expect(await end).toMatchObject({ outcome: 'ok', report: { steps_executed: 2 } });
  });

  test('its failure counts, and stops what has not begun', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed', ms: 50 });
    const { outcome, report } = await rig.finish(
      aMacro([i('a', { wait_for_completion: false }), i('b'), i('c', { delay_ms: 200 })]),
    );
    expect(rig.fired()).toEqual(['a', 'b']);
    expect(outcome).toBe('failed');
    expect(report.steps_failed).toBe(1);
  });

  test('neighbours of one group start together, and the next waits for all of them', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 300 });
    rig.answer('b', { outcome: 'ok', ms: 100 });
    await rig.finish(
      aMacro([i('a', { parallel: 'g' }), i('b', { parallel: 'g', delay_ms: 20 }), i('c')]),
    );
    expect(rig.asked.map(({ intent_name, at }) => [intent_name, at])).toEqual([
      ['a', 0],
      ['b', 20],
      ['c', 300],
    ]);
  });

  test('one that fails lets its neighbours end and keeps those back that have not begun', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed', ms: 10 });
    rig.answer('b', { outcome: 'ok', ms: 100 });
    const group = { parallel: 'g' };
    const { report } = await rig.finish(
      aMacro([i('a', group), i('b', group), i('c', { ...group, delay_ms: 50 }), i('d')]),
    );
    expect(outcomes(report.steps)).toEqual({ 1: 'failed', 2: 'ok', 3: null, 4: null });
  });
});

describe('a part of it', () => {
  const macro = aMacro([i('a'), i('b'), i('c')]);

  test('from a step on', async () => {
    const rig = macroFixture();
    expect((await rig.finish(macro, { from_step: 2 })).report.steps).toHaveLength(2);
    expect(rig.fired()).toEqual(['b', 'c']);
  });

  test('one step alone', async () => {
    const rig = macroFixture();
    await rig.finish(macro, { from_step: 2, only_step: true });
    expect(rig.fired()).toEqual(['b']);
  });

  test.each([{ from_step: 7 }, { from_step: 7, only_step: true }, { only_step: true }])(
    'refused where that step is not there: %j',
    async (request) => {
      const rig = macroFixture();
      expect(await rig.finish(macro, request)).toMatchObject({
        outcome: 'refused',
        fault: {
          error_type: 'validation_error',
          details: { hint: expect.stringMatching('1, 2, 3') },
        },
      });
      expect(rig.asked).toEqual([]);
    },
  );
});

describe('what another writer stored and a save here would refuse', () => {
  test('a macro without steps fails', async () => {
    expect(await macroFixture().finish(aMacro([]))).toMatchObject({
      outcome: 'failed',
      fault: { error_type: 'invalid_mapping' },
    });
  });

  test('10,000 steps are refused, with the cap', async () => {
    const rig = macroFixture();
    const macro = aMacro(Array.from({ length: 10_000 }, () => i('a')));
    expect(await rig.finish(macro)).toMatchObject({
      outcome: 'refused',
      fault: { message: expect.stringMatching(/10000 .*macro_max_steps.*1000/) },
    });
    expect(rig.asked).toEqual([]);
  });

  test.each([{}, i('a', { fallback_intent: 'a' }), i('a', { conditions: { $where: '1' } })])(
    '%j is refused and names the field',
    async (step) => {
      const rig = macroFixture();
      const end = await rig.finish(aMacro([i('z'), step]));
      expect(end).toMatchObject({
        outcome: 'refused',
        fault: { error_type: 'validation_error' },
      });
      expect(end.fault?.message).toContain('steps[1]');
      expect(rig.asked).toEqual([]);
    },
  );
});
