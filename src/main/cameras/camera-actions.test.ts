import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { systemClock } from '../clock.ts';
import { engineFixture, pressAt, type EngineFixture } from '../engine/engine-fixture.ts';
import { createLog } from '../log.ts';
import { cameraPerformer } from './camera-performer.ts';
import { createCameras, type Cameras } from './create-cameras.ts';
import { aCamera, backendDoubles, TakesDouble } from './runtime-double.ts';

let dataDir: string;
let cameras: Cameras;
let takes: TakesDouble;
let rig: EngineFixture;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-actions-'));
  const { all, usb } = backendDoubles();
  takes = new TakesDouble();
  cameras = createCameras({
    clock: systemClock,
    log: createLog('silent'),
    dataDir,
    backends: all,
    takes,
    diskSpace: () => Promise.resolve({ free: 1e12, total: 2e12 }),
  });
  for (const id of ['a', 'b']) {
    usb.plug(aCamera(id));
    const { camera_id, ...descriptor } = aCamera(id);
    await cameras.command(`cam_${id}`, {
      command: 'assign_device',
      payload: { camera_id, descriptor },
    });
  }
  rig = await engineFixture({}, undefined, { camera: cameraPerformer(() => cameras) });
  await rig.intent('record', record({ session_prefix: 'late', trial_number: 12 }));
  await rig.intent('stop', at('stop_recording'));
  await rig.intent('record_all', record({ session_prefix: 'late' }, 'all'));
  await rig.intent('stop_all', at('stop_recording', 'all'));
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  await cameras.close();
  await rm(dataDir, { recursive: true });
});

const at = (protocol_name: string, device_id = 'cam_a', variables: object = {}) => ({
  action_type: 'camera',
  protocol_name,
  device_id,
  variables,
});
const record = (variables: object = {}, device_id = 'cam_a') =>
  at('start_recording', device_id, variables);
const fire = (intent_name: string, more: object = {}) =>
  rig.engine.execute({ intent_name, origin: 'operator', ...more });
const tell = (command: string, slot = 'cam_a', payload: Record<string, unknown> = {}) =>
  cameras.command(slot, { command, payload });
const recording = () =>
  cameras.list().flatMap(({ slot, recording: take }) => (take ? [`${slot} ${take.file}`] : []));
/** An intent of one action, fired. */
const once = async (action: object, more: object = {}) => {
  await rig.intent('once', action);
  return fire('once', more);
};

test('an intent records and stops, with its trace, its audit entry and its line in the list', async () => {
  const started = await fire('record');
  expect(started).toMatchObject({
    outcome: 'ok',
    attempts: 1,
    actions_executed: 1,
    trace: [
      {
        action_type: 'camera',
        protocol_name: 'start_recording',
        device_id: 'cam_a',
        command: {
          transport: 'camera',
          slot: 'cam_a',
          command: 'start_recording',
          payload: { session_prefix: 'late', trial_number: 12 },
        },
        reply: { text: 'cam_a: recording_started late_trial012_Camera_a.mkv' },
      },
    ],
  });
  expect(recording()).toEqual(['cam_a late_trial012_Camera_a.mkv']);
  const stopped = await fire('stop');
  expect(stopped).toMatchObject({ outcome: 'ok' });
  expect(stopped.trace[0]?.reply?.text).toContain('take_verdict PASS late_trial012');
  expect(recording()).toEqual([]);
  expect(await rig.engine.store.audit({ limit: 5 })).toMatchObject([
    { intent_name: 'stop', outcome: 'ok', actions_executed: 1, error_type: null },
    { intent_name: 'record', outcome: 'ok', origin: 'operator' },
  ]);
  expect(await rig.engine.store.metrics()).toMatchObject({
    intents_executed: 2,
    actions_executed: 2,
    retry_count: 0,
  });
});

test('`all` is every slot that has a camera, together', async () => {
  expect(await fire('record_all', { context: { trial_number: 3 } })).toMatchObject({
    outcome: 'ok',
    trace: [{ command: { slot: 'all', slots: ['cam_a', 'cam_b'] } }],
  });
  expect(recording()).toEqual([
    'cam_a late_trial003_Camera_a.mkv',
    'cam_b late_trial003_Camera_b.mkv',
  ]);
  await tell('stop_recording', 'cam_b');
  // Who had nothing to stop is no failure.
  expect(await fire('stop_all')).toMatchObject({ outcome: 'ok' });
  expect(recording()).toEqual([]);
  expect(await fire('stop_all')).toMatchObject({
    outcome: 'failed',
    error: {
      error_type: 'protocol_error',
      message: expect.stringContaining('2 of 2 did not do it (cam_a, cam_b): Nothing is being'),
      details: { short: 'no take' },
    },
  });
});

test('where one of all does not do it, it is named, and the others do', async () => {
  await tell('start_recording', 'cam_b');
  const execution = await fire('record_all');
  expect(execution).toMatchObject({
    outcome: 'failed',
    error: {
      error_type: 'protocol_error',
      message: expect.stringMatching(/^1 of 2 did not do it \(cam_b\): It records already/),
      details: {
        failed: { cam_b: expect.stringContaining('records already') },
        short: 'REC already',
        hint: 'Stop that take first.',
      },
    },
  });
  expect(recording()).toHaveLength(2);
});

test('who pauses already or does not pause is passed over by all of them', async () => {
  await fire('record_all');
  await tell('pause', 'cam_b');
  expect(await once(at('pause_recording', 'all'))).toMatchObject({ outcome: 'ok' });
  expect(cameras.list().map((view) => view.recording?.paused)).toEqual([true, true]);
  await tell('resume_recording', 'cam_a');
  expect(await once(at('resume_recording', 'all'))).toMatchObject({ outcome: 'ok' });
  expect(await once(at('resume_recording', 'all'))).toMatchObject({ outcome: 'failed' });
});

describe('what can not be done', () => {
  test('to record twice is a failure with its reason, and is tried once', async () => {
    await fire('record');
    const again = await fire('record');
    expect(again).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      error: {
        message: expect.stringMatching(/^cam_a: It records already, into late_trial012/),
      },
    });
    expect(again.trace[0]?.tries).toBeUndefined();
    expect(takes.requests).toHaveLength(1);
  });

  test.each([0, -1, 'x', 1.5, 10_000, null])('trial_number %j', async (trial_number) => {
    expect(await fire('record', { context: { trial_number } })).toMatchObject({
      outcome: 'failed',
      attempts: 0,
      error: {
        error_type: 'validation_error',
        message: 'trial_number: Give a whole number from 1 to 9999.',
        details: { fields: [{ field: 'trial_number' }] },
      },
    });
    expect(recording()).toEqual([]);
  });

  test.each([
    ['an unknown command', at('explode'), 'invalid_mapping', 'no command explode'],
    ['an unknown slot', record({}, 'cam_9'), 'device_not_found', 'no camera slot cam_9'],
    ['one camera in all slots', at('assign_device', 'all'), 'invalid_mapping', 'one slot'],
    [
      'no value for a control',
      at('control_change'),
      'validation_error',
      'value: Give a number',
    ],
  ])('%s', async (_, action, error_type, message) => {
    expect(await once(action)).toMatchObject({
      outcome: 'failed',
      error: {
        error_type,
        message: expect.stringContaining(message),
        details: { hint: expect.any(String) },
      },
    });
    expect(cameras.list().map(({ slot }) => slot)).toEqual(['cam_a', 'cam_b']);
  });

  test('a slot without a camera, and no camera at all', async () => {
    await tell('start_session', 'cam_c', { session_id: 'evening' });
    expect(await once(record({}, 'cam_c'))).toMatchObject({
      outcome: 'failed',
      error: { error_type: 'device_not_found', details: { short: 'no camera' } },
    });
    await tell('unassign_device', 'cam_a');
    await tell('unassign_device', 'cam_b');
    expect(await fire('record_all')).toMatchObject({
      outcome: 'failed',
      error: { error_type: 'device_not_found', message: 'No slot has a camera.' },
    });
  });

  test('a camera that is not there yet', async () => {
    const { camera_id, ...descriptor } = aCamera('far', 'network');
    await tell('assign_device', 'cam_c', { camera_id, descriptor });
    expect(await fire('record_all')).toMatchObject({
      outcome: 'failed',
      error: {
        message: expect.stringContaining(
          '1 of 3 did not do it (cam_c): Camera far is not there',
        ),
        details: { short: 'no picture', hint: expect.stringContaining('once its picture') },
      },
    });
    expect(recording()).toHaveLength(2);
    expect(await fire('stop_all')).toMatchObject({ outcome: 'ok' });
  });

  test('a folder that is not there', async () => {
    expect(await once(record({ output_dir: '/missing' }))).toMatchObject({
      outcome: 'failed',
      error: { message: 'cam_a: The folder is missing.', details: { hint: 'Make it.' } },
    });
  });
});

test('only what the command knows reaches it, whatever the context holds', async () => {
  const context = { page: 1, row: 0, action: 'press', timestamp: 5, codec: 'h264' };
  expect(
    await once(at('apply_config', 'cam_a', { queue_limit: 7 }), { context }),
  ).toMatchObject({
    outcome: 'ok',
    trace: [{ command: { payload: { queue_limit: 7, codec: 'h264' } } }],
  });
});

test('a dry run shows what would be commanded and commands nothing', async () => {
  expect(
    await fire('record_all', { dry_run: true, context: { trial_number: 4 } }),
  ).toMatchObject({
    outcome: 'ok',
    attempts: 0,
    trace: [
      {
        command: {
          slots: ['cam_a', 'cam_b'],
          payload: { session_prefix: 'late', trial_number: 4 },
        },
      },
    ],
  });
  expect(recording()).toEqual([]);
  expect(await rig.engine.store.audit({ limit: 5 })).toEqual([]);
});

test('beside commands to devices it runs in the order written', async () => {
  await rig.intent('roll', pressAt(1, 0, 0), record(), pressAt(1, 0, 1));
  const execution = await fire('roll');
  expect(
    execution.trace.map(({ outcome, action_type }) => `${action_type} ${outcome}`),
  ).toEqual(['press ok', 'camera ok', 'press ok']);
  expect(rig.simulator.received.map(({ location }) => location)).toEqual(['1/0/0', '1/0/1']);
  const again = await fire('roll');
  expect(again).toMatchObject({ outcome: 'failed', actions_executed: 1 });
  expect(again.trace).toHaveLength(2);
});

test("an intent's device is that of its first action that has one", async () => {
  const intent = IntentSchema.parse({
    intent_name: 'asked',
    actions: [record(), { device_id: 'deck', ...pressAt(1, 0, 0) }],
    conditions: { 'device.device_type': 'streamdeck_xl', 'device.rows': 4 },
  });
  await rig.engine.store.put('intent', 'asked', intent);
  expect(await fire('asked')).toMatchObject({ outcome: 'ok' });
});

test('a key shows what its cameras came to', async () => {
  await rig.layOut({ row: 0, col: 0, label: 'Record all', intent_name: 'record_all' });
  const place = { device_id: 'deck', page: 1, row: 0, col: 0, origin: 'operator' };
  const press = () => rig.engine.press({ ...place, phase: 'down' });
  expect(await press()).toMatchObject({ outcome: 'ok', intent_name: 'record_all' });
  expect(await press()).toMatchObject({ outcome: 'failed', key: { row: 0, col: 0 } });
  const lines: string[] = [];
  for await (const event of rig.engine.mirror(AbortSignal.timeout(5000))) {
    const changed =
      event.type === 'snapshot' ? event.state.executions : event.changes.executions;
    for (const line of Object.values(changed ?? {}))
      if (line) lines.push(`${line.target}: ${line.reason}`);
    if (lines.some((line) => line.endsWith('already'))) break;
  }
  expect(lines).toContain('all cameras: REC already');
});

test('an agent records by an intent, as the audit says', async () => {
  expect(await fire('record', { origin: 'agent:if.sam' })).toMatchObject({ outcome: 'ok' });
  expect(await rig.engine.store.audit({ limit: 1 })).toMatchObject([
    { origin: 'agent:if.sam', intent_name: 'record', outcome: 'ok' },
  ]);
  await rig.engine.panic.engage('operator');
  expect(await fire('stop', { origin: 'agent:if.sam' })).toMatchObject({ outcome: 'refused' });
  expect(recording()).toHaveLength(1);
  expect(await fire('stop')).toMatchObject({ outcome: 'ok' });
});

test('a macro starts, waits and stops; each step has its execution and its entry', async () => {
  const macro = MacroSchema.parse({
    macro_id: 'take',
    macro_name: 'Take',
    variables: { session_prefix: 'evening', trial_number: 9 },
    steps: [
      { step_number: 1, intent_name: 'record_all' },
      { step_number: 2, intent_name: 'stop_all', delay_ms: 150 },
    ],
  });
  await rig.engine.store.put('macro', 'take', macro);
  const run = await rig.engine.executeMacro({ macro_id: 'take', origin: 'agent:if.sam' });
  expect(run).toMatchObject({
    outcome: 'ok',
    macro: {
      steps_executed: 2,
      steps_failed: 0,
      steps: [{ outcome: 'ok' }, { outcome: 'ok' }],
    },
  });
  expect(takes.finished.map(({ file }) => file)).toEqual([
    'evening_trial009_Camera_a.mkv',
    'evening_trial009_Camera_b.mkv',
  ]);
  const entries = await rig.engine.store.audit({ limit: 5 });
  expect(
    entries.map(({ origin, intent_name, outcome }) => [origin, intent_name, outcome]),
  ).toEqual([
    ['agent:if.sam', null, 'ok'],
    ['macro:take', 'stop_all', 'ok'],
    ['macro:take', 'record_all', 'ok'],
  ]);
  const dry = await rig.engine.executeMacro({
    macro_id: 'take',
    origin: 'operator',
    dry_run: true,
  });
  expect(dry.trace.map(({ command }) => command?.transport)).toEqual(['camera', 'camera']);
});

test('panic ends what waits and stops no take', async () => {
  await fire('record');
  await rig.intent('later', { ...at('stop_recording'), delay_ms: 3000 });
  const waiting = fire('later', { origin: 'agent:if.sam' });
  const state = await rig.engine.panic.engage('operator');
  expect(await waiting).toMatchObject({ outcome: 'cancelled' });
  expect(state.report).toMatchObject({ cancelled: 1, aborted: 0 });
  expect(recording()).toHaveLength(1);
});

test('a hundred presses in a second start one take, and each says what it came to', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, () => fire('record_all')));
  const outcomes = all.map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(99);
  expect(takes.requests).toHaveLength(2);
  expect(rig.engine.queueDepth()).toBe(0);
});
