import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { MacroRun } from '#shared/contract/macro.ts';
import { ManualClock } from '../../clock-double.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { aRecording } from '../../store/store-samples.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { aMacro, macroFixture, outcomes } from './macro-fixture.ts';

const i = (intent_name: string, more: object = {}) => ({ intent_name, ...more });
const undo = { on_abort: [{ step_number: 1, intent_name: 'undo' }] };

const noted = (step: string, more: Partial<MacroRun> = {}): MacroRun => ({
  execution_id: 'run1',
  macro_id: 'm',
  room_id: 'ours',
  origin: 'operator',
  started_at: '2026-11-21T20:00:00.000Z',
  step,
  ...more,
});

const gone = () => Promise.reject(new StoreUnavailable('away', 'wait'));

describe('cancel', () => {
  test('in a delay: nothing more is sent', async () => {
    const rig = macroFixture();
    const { run, end } = rig.play(aMacro([i('a'), i('b', { delay_ms: 1000 })]));
    await rig.clock.advance(500);
    run.cancel(new Error('cancel'));
    const { outcome, fault, report } = await end;
    expect(outcome).toBe('cancelled');
    expect(fault).toMatchObject({
      error_type: 'cancelled',
      message: 'The macro was cancelled at step 1.',
      details: { reason: 'cancelled' },
    });
    expect(outcomes(report.steps)).toEqual({ 1: 'ok', 2: null });
    expect(rig.fired()).toEqual(['a']);
    expect(rig.runner.running()).toBe(0);
    expect(getEventListeners(run.signal, 'abort')).toEqual([]);
  });

  test('in a step: it is cut off, and says what is known of it', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 5000, cutOff: 'unknown' });
    const { run, end } = rig.play(aMacro([i('a', { on_failure: 'retry' }), i('b')]));
    await rig.clock.advance(100);
    run.cancel(new Error('cancel'));
    const { outcome, report } = await end;
    expect(outcome).toBe('cancelled');
    expect(outcomes(report.steps)).toEqual({ 1: 'unknown', 2: null });
    expect(rig.fired()).toEqual(['a']);
  });

  test('in a parallel group, and of what runs beside: all end, none counts as failed', async () => {
    const rig = macroFixture();
    for (const intent of ['a', 'b', 'c']) rig.answer(intent, { outcome: 'ok', ms: 900 });
    const group = { parallel: 'g' };
    const { run, end } = rig.play(
      aMacro([i('a', { wait_for_completion: false }), i('b', group), i('c', group), i('d')]),
    );
    await rig.clock.advance(100);
    run.cancel(new Error('cancel'));
    const { outcome, report } = await end;
    expect(outcome).toBe('cancelled');
    expect(outcomes(report.steps)).toEqual({
      1: 'cancelled',
      2: 'cancelled',
      3: 'cancelled',
      4: null,
    });
    expect(report).toMatchObject({ steps_executed: 0, steps_failed: 0 });
  });

  test('in a wait, and in the pause before a retry', async () => {
    for (const step of [{ wait_until: { scene: 'x' } }, i('a', { on_failure: 'retry' })]) {
      const rig = macroFixture();
      rig.answer('a', { outcome: 'failed' });
      const { run, end } = rig.play(aMacro([step, i('b')]));
      await rig.clock.advance(100);
      run.cancel(new Error('cancel'));
      expect((await end).outcome).toBe('cancelled');
      expect(rig.fired().length).toBeLessThan(2);
    }
  });

  test('before the first step: nothing was done, so there is nothing to undo', async () => {
    const rig = macroFixture();
    const { run, end } = rig.play(aMacro([i('a')], undo));
    run.cancel(new Error('cancel'));
    expect(await end).toMatchObject({
      outcome: 'cancelled',
      fault: { message: 'The macro was cancelled before its first step.' },
    });
    expect(rig.asked).toEqual([]);
  });

  test('after the last step has ended changes nothing', async () => {
    const rig = macroFixture();
    const { run, end } = rig.play(aMacro([i('a')]));
    const { outcome } = await end;
    run.cancel(new Error('cancel'));
    expect(outcome).toBe('ok');
  });
});

describe('on_abort', () => {
  test('runs after a step that failed, does all that it can, and does not hide the failure', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    rig.answer('undo', { outcome: 'failed' });
    const more = [...undo.on_abort, { step_number: 2, intent_name: 'lights', delay_ms: 10 }];
    const { outcome, fault, report } = await rig.finish(aMacro([i('a')], { on_abort: more }));
    expect(rig.fired()).toEqual(['a', 'undo', 'lights']);
    expect({ outcome, fault }).toMatchObject({
      outcome: 'failed',
      fault: { details: { step: '1' } },
    });
    expect(outcomes(report.steps)).toEqual({
      1: 'failed',
      'abort.1': 'failed',
      'abort.2': 'ok',
    });
    expect(report).toMatchObject({ steps_executed: 3, steps_failed: 2 });
  });

  test('runs after a cancel, in a time of its own, and is not held by a pause', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 900 });
    rig.answer('undo', { outcome: 'ok', ms: 200 });
    const { run, end } = rig.play(aMacro([i('a')], undo));
    await rig.clock.advance(50);
    rig.runner.control('run1', 'pause');
    run.cancel(new Error('cancel'));
    await rig.clock.advance(100);
    expect(rig.mirror.get('runs', 'run1')?.state).toBe('cancelling');
    await rig.clock.advance(100);
    const { outcome, report } = await end;
    expect(outcome).toBe('cancelled');
    expect(outcomes(report.steps)).toEqual({ 1: 'cancelled', 'abort.1': 'ok' });
  });

  test('does not run where all went well', async () => {
    const rig = macroFixture();
    await rig.finish(aMacro([i('a')], undo));
    expect(rig.fired()).toEqual(['a']);
  });

  test.each(['panic', 'shutdown'])('does not run after %s', async (reason) => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 900 });
    const { run, end } = rig.play(aMacro([i('a')], undo));
    await rig.clock.advance(50);
    run.cancel(new Error(reason));
    expect(await end).toMatchObject({ outcome: 'cancelled', fault: { details: { reason } } });
    expect(rig.fired()).toEqual(['a']);
  });

  test('is itself ended by a panic', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    rig.answer('undo', { outcome: 'ok', ms: 5000 });
    const on_abort = [
      ...undo.on_abort,
      { step_number: 2, intent_name: 'more', delay_ms: 9000 },
    ];
    const { end } = rig.play(aMacro([i('a')], { on_abort }));
    await rig.clock.advance(100);
    rig.runner.endAborts(new Error('panic'));
    const { report } = await end;
    expect(outcomes(report.steps)).toEqual({
      1: 'failed',
      'abort.1': 'cancelled',
      'abort.2': null,
    });
  });

  test('ends by itself when its time is up', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'failed' });
    rig.answer('undo', { outcome: 'ok', ms: 10_000_000 });
    const { report } = await rig.finish(aMacro([i('a')], undo));
    expect(report.steps.at(-1)).toMatchObject({
      step: 'abort.1',
      outcome: 'cancelled',
      took_ms: 20_000,
    });
  });

  test('of a nested macro runs before that of the outer one', async () => {
    const rig = macroFixture();
    const inner = aMacro([i('x')], {
      macro_id: 'inner',
      on_abort: [{ step_number: 1, intent_name: 'undo_inner' }],
    });
    await rig.store.put('macro', 'inner', inner);
    rig.answer('x', { outcome: 'failed' });
    const { report } = await rig.finish(aMacro([{ macro_id: 'inner' }], undo));
    expect(rig.fired()).toEqual(['x', 'undo_inner', 'undo']);
    expect(Object.keys(outcomes(report.steps))).toEqual(['1', '1.1', '1.abort.1', 'abort.1']);
  });
});

describe('pause', () => {
  test('lets the step under way end, and the next one waits for resume', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 100 });
    const { end } = rig.play(
      aMacro([i('a'), i('b', { delay_ms: 100 }), i('c', { delay_ms: 100 })]),
    );
    await rig.clock.advance(50);
    expect(rig.runner.control('run1', 'pause')).toBe(true);
    expect(rig.runner.control('run1', 'pause')).toBe(true);
    expect(rig.mirror.get('runs', 'run1')?.state).toBe('paused');
    await rig.clock.advance(5000);
    expect(rig.fired()).toEqual(['a']);
    expect(rig.runner.control('run1', 'resume')).toBe(true);
    expect(rig.runner.control('run1', 'resume')).toBe(true);
    await rig.clock.advance(0);
    expect(rig.mirror.get('runs', 'run1')?.state).toBe('running');
    await rig.clock.advance(100);
    expect((await end).outcome).toBe('ok');
    expect(rig.asked.map(({ at }) => at)).toEqual([0, 5050, 5150]);
  });

  test('ends with a cancel', async () => {
    const rig = macroFixture();
    const { run, end } = rig.play(aMacro([i('a'), i('b', { delay_ms: 10 })]));
    await rig.clock.advance(5);
    rig.runner.control('run1', 'pause');
    await rig.clock.advance(1000);
    expect(rig.fired()).toEqual(['a']);
    run.cancel(new Error('cancel'));
    expect(rig.runner.control('run1', 'resume')).toBe(false);
    expect((await end).outcome).toBe('cancelled');
  });

  test('is refused where no macro of that execution runs', async () => {
    const rig = macroFixture();
    await rig.finish(aMacro([i('a')]));
    for (const control of ['pause', 'resume'] as const)
      for (const id of ['run1', 'nobody']) expect(rig.runner.control(id, control)).toBe(false);
  });
});

describe('progress', () => {
  test('is shown with each change and gone at the end', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 100 });
    const { end } = rig.play(aMacro([i('a'), i('b')]));
    await rig.clock.advance(10);
    expect(rig.runner.running()).toBe(1);
    expect(rig.mirror.get('runs', 'run1')).toMatchObject({
      execution_id: 'run1',
      macro_id: 'm',
      origin: 'operator',
      started_at: '2026-11-21T20:00:00.000Z',
      state: 'running',
      report: {
        steps: [
          { step: '1', state: 'running' },
          { step: '2', state: 'waiting' },
        ],
      },
    });
    await rig.clock.advance(100);
    await end;
    expect(rig.mirror.keys('runs')).toEqual([]);
  });
});

describe('the note that a crash leaves behind', () => {
  test('stands before the first step, follows the steps, and is gone at the end', async () => {
    const rig = macroFixture();
    const seen: unknown[] = [];
    rig.store.onChange((change) => {
      if (change.kind === 'macro_run') seen.push(change.value?.step ?? null);
    });
    rig.answer('a', { outcome: 'ok', ms: 100 });
    const { end } = rig.play(aMacro([i('a'), i('b', { delay_ms: 50 })]));
    await rig.clock.advance(1);
    expect(await rig.store.list('macro_run')).toEqual([noted('1')]);
    await rig.clock.advance(200);
    await end;
    await rig.clock.advance(0);
    expect(seen).toEqual(['1', '2', null]);
  });

  test('is handed over at the next start and taken away; that of another room is left alone', async () => {
    const rig = macroFixture();
    await rig.store.put('macro_run', 'run7', noted('3.2', { execution_id: 'run7' }));
    const theirs = noted('1', { execution_id: 'run8', room_id: 'theirs' });
    await rig.store.put('macro_run', 'run8', theirs);
    const told: MacroRun[] = [];
    await rig.runner.reportInterrupted(async (run) => void told.push(run));
    expect(told).toEqual([noted('3.2', { execution_id: 'run7' })]);
    expect(await rig.store.list('macro_run')).toEqual([theirs]);
    expect(rig.asked).toEqual([]);
  });

  test('of a macro that runs now, or that had its end written down, is no interruption', async () => {
    const rig = macroFixture();
    rig.answer('a', { outcome: 'ok', ms: 100 });
    const { end } = rig.play(aMacro([i('a')]));
    await rig.clock.advance(10);
    const { execution } = aRecording();
    const { execution_id } = execution;
    await rig.store.record({ ...aRecording(), execution });
    await rig.store.put('macro_run', execution_id, noted('1', { execution_id }));
    const told: MacroRun[] = [];
    await rig.runner.reportInterrupted(async (run) => void told.push(run));
    expect(told).toEqual([]);
    expect((await rig.store.list('macro_run')).map((run) => run.execution_id)).toEqual([
      'run1',
    ]);
    await rig.clock.advance(100);
    await end;
  });

  test('stays where it could not be written down as an execution', async () => {
    const rig = macroFixture();
    await rig.store.put('macro_run', 'run7', noted('1', { execution_id: 'run7' }));
    const broken = rig.runner.reportInterrupted(async () => {
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    expect(await rig.store.list('macro_run')).toHaveLength(1);
  });

  test('is not waited for while the store is away: the macro runs', async () => {
    const clock = new ManualClock();
    const status = { state: 'away', label: 'managed', message: null } as const;
    const rig = macroFixture({}, createMemoryStore({ clock, status }));
    expect((await rig.finish(aMacro([i('a')]))).outcome).toBe('ok');
  });

  test('that can not be written, or removed at once, ends as it should', async () => {
    const memory = createMemoryStore({ clock: new ManualClock() });
    const listeners: Parameters<typeof memory.onStatus>[0][] = [];
    let away = false;
    const rig = macroFixture(
      {},
      {
        ...memory,
        put: (...given) => (away ? gone() : memory.put(...given)),
        remove: (...given) => (away ? gone() : memory.remove(...given)),
        onStatus: (listener) => {
          listeners.push(listener);
          return () => listeners.splice(listeners.indexOf(listener), 1);
        },
      },
    );
    rig.answer('a', { outcome: 'ok', ms: 100 });
    const { end } = rig.play(aMacro([i('a'), i('b')]));
    await rig.clock.advance(10);
    away = true;
    await rig.clock.advance(200);
    expect((await end).outcome).toBe('ok');
    await rig.clock.advance(0);
    expect(await memory.list('macro_run')).toHaveLength(1);
    away = false;
    for (const listener of listeners.slice()) listener(memory.status());
    await rig.clock.advance(0);
    expect(await memory.list('macro_run')).toEqual([]);
    expect(listeners).toEqual([]);
  });
});
