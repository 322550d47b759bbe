import { expect, test } from 'vitest';
import { MacroSchema } from '#shared/contract/macro.ts';
import { systemClock } from '../../clock.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { engineFixture, pressAt, type EngineFixture } from '../engine-fixture.ts';

const macro = (rig: EngineFixture, macro_id: string, steps: object[], more: object = {}) =>
  rig.engine.store.put(
    'macro',
    macro_id,
    MacroSchema.parse({
      macro_id,
      macro_name: macro_id,
      steps: steps.map((step, index) => ({ step_number: index + 1, ...step })),
      ...more,
    }),
  );

const operator = { origin: 'operator' } as const;

test('a macro presses real buttons, in order, and each step is an execution of its own', async () => {
  await using rig = await engineFixture();
  await rig.intent('left', pressAt(1, 0, 0));
  await rig.intent('right', pressAt(1, 0, 1));
  await macro(rig, 'show', [{ intent_name: 'left' }, { intent_name: 'right', delay_ms: 20 }]);
  const execution = await rig.engine.executeMacro({ macro_id: 'show', ...operator });
  expect(execution).toMatchObject({
    outcome: 'ok',
    success: true,
    macro: { macro_id: 'show', steps_executed: 2, steps_failed: 0 },
    metadata: { macro_id: 'show', steps_completed: 2, steps_failed: 0 },
  });
  expect(rig.simulator.received).toMatchObject([{ location: '1/0/0' }, { location: '1/0/1' }]);
  const ids = execution.macro?.steps.map(({ execution_id }) => execution_id ?? '') ?? [];
  for (const id of ids)
    expect(await rig.engine.execution(id)).toMatchObject({
      origin: 'macro:show',
      parent_id: execution.execution_id,
      outcome: 'ok',
    });
  expect(await rig.engine.execution(execution.execution_id)).toMatchObject({ outcome: 'ok' });
});

test('an intent that was deleted stops it with that error', async () => {
  await using rig = await engineFixture();
  await macro(rig, 'show', [{ intent_name: 'gone' }]);
  expect(await rig.engine.executeMacro({ macro_id: 'show', ...operator })).toMatchObject({
    outcome: 'failed',
    error: { error_type: 'intent_not_found', details: { step: '1' } },
  });
});

test('a dry run shows every command and which step it is of, and sends nothing', async () => {
  await using rig = await engineFixture();
  await rig.intent('left', pressAt(1, 0, 0), pressAt(1, 0, 3));
  await rig.intent('right', pressAt(1, 0, 1));
  await macro(rig, 'show', [{ intent_name: 'left' }, { intent_name: 'right', delay_ms: 5000 }]);
  const request = { macro_id: 'show', dry_run: true, ...operator };
  const { outcome, trace, metadata } = await rig.engine.executeMacro(request);
  expect(outcome).toBe('ok');
  expect(
    trace.map(({ command }) => (command?.transport === 'http' ? command.url.slice(-17) : '')),
  ).toEqual(
    ['tion/1/0/0/press', 'tion/1/0/3/press', 'tion/1/0/1/press'].map((url) => `a${url}`),
  );
  expect(metadata).toMatchObject({ expected_ms: 5000, step_actions: ['1', '1', '2'] });
  expect(rig.simulator.received).toEqual([]);
});

test('cancel ends it in a delay, and its abort steps reach the device', async () => {
  await using rig = await engineFixture();
  await rig.intent('left', pressAt(1, 0, 0));
  await rig.intent('undo', pressAt(1, 0, 7));
  await macro(
    rig,
    'show',
    [{ intent_name: 'left' }, { intent_name: 'left', delay_ms: 60_000 }],
    {
      on_abort: [{ step_number: 1, intent_name: 'undo' }],
    },
  );
  const lifetime = new AbortController();
  const end = rig.engine.executeMacro({ macro_id: 'show', ...operator });
  let id = '';
  for await (const event of rig.engine.mirror(lifetime.signal)) {
    const runs = event.type === 'snapshot' ? event.state.runs : event.changes.runs;
    const [run] = Object.values(runs ?? {});
    if (run?.report.steps[0]?.state !== 'done') continue;
    id = run.execution_id;
    break;
  }
  lifetime.abort();
  expect(rig.engine.control(id, 'pause')).toBe(true);
  expect(rig.engine.control(id, 'resume')).toBe(true);
  expect(rig.engine.control(id, 'cancel')).toBe(true);
  expect(await end).toMatchObject({ outcome: 'cancelled', execution_id: id });
  expect(rig.simulator.received).toMatchObject([{ location: '1/0/0' }, { location: '1/0/7' }]);
});

test('shutdown ends it at once, without its abort steps', async () => {
  const rig = await engineFixture();
  await rig.intent('left', pressAt(1, 0, 0));
  await macro(
    rig,
    'show',
    [{ intent_name: 'left' }, { intent_name: 'left', delay_ms: 60_000 }],
    {
      on_abort: [{ step_number: 1, intent_name: 'left' }],
    },
  );
  const end = rig.engine.executeMacro({ macro_id: 'show', ...operator });
  await rig.arrived(1);
  await rig[Symbol.asyncDispose]();
  expect(await end).toMatchObject({
    outcome: 'cancelled',
    error: { details: { reason: 'shutdown' } },
  });
  expect(rig.simulator.received).toHaveLength(1);
});

test('what was running when the app died reads interrupted at the next start, and does not go on', async () => {
  const store = createMemoryStore({ clock: systemClock });
  await store.put('macro_run', 'e1', {
    execution_id: 'e1',
    macro_id: 'show',
    room_id: 'room',
    origin: 'operator',
    started_at: '2026-11-21T20:00:00.000Z',
    step: '3.2',
  });
  const gone = Promise.withResolvers<void>();
  store.onChange((change) => {
    if (change.kind === 'macro_run' && change.value === null) gone.resolve();
  });
  await using rig = await engineFixture({}, store);
  await gone.promise;
  expect(await rig.engine.executions(5)).toMatchObject([
    { error: { error_type: 'interrupted', details: { step: '3.2' } } },
  ]);
  expect(rig.simulator.received).toEqual([]);
});
