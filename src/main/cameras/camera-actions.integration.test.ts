import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { systemClock } from '../clock.ts';
import { engineFixture, pressAt, type EngineFixture } from '../engine/engine-fixture.ts';
import { createLog } from '../log.ts';
import { createBackends, ffmpegFinder } from './backends/index.ts';
import { cameraPerformer } from './camera-performer.ts';
import { createCameras, type Cameras } from './create-cameras.ts';
import { keepTakes } from './keep-takes.ts';

const SLOTS = ['cam_1', 'cam_2'];
const MODE = { width: 640, height: 360, fps: 30, format: 'MJPG' };

let dataDir: string;
let cameras: Cameras;
let rig: EngineFixture;
/** Told of each change of a slot. */
let changed: () => void;
const views = new Map<string, CameraSlot>();

const until = async (isTrue: () => boolean): Promise<void> => {
  const signal = AbortSignal.timeout(15_000);
  while (!isTrue()) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = (): void => reject(new Error(`it never came: ${JSON.stringify([...views])}`));
    signal.addEventListener('abort', late, { once: true });
    changed = resolve;
    await promise.finally(() => signal.removeEventListener('abort', late));
  }
};

const captured = (slot: string): number => views.get(slot)?.telemetry?.frames_captured ?? 0;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-actions-'));
  changed = () => undefined;
  views.clear();
  const log = createLog('silent');
  const ffmpeg = ffmpegFinder();
  cameras = createCameras({
    clock: systemClock,
    log,
    dataDir,
    backends: createBackends({ clock: systemClock, log, ffmpeg }),
    takes: keepTakes({ clock: systemClock, log, ffmpeg, appVersion: '9.9.9' }),
    show: (slot, view) => {
      if (view) views.set(slot, view);
      changed();
    },
  });
  rig = await engineFixture({}, undefined, { camera: cameraPerformer(() => cameras) });
  for (const [index, slot] of SLOTS.entries())
    await cameras.command(slot, {
      command: 'assign_device',
      payload: {
        camera_id: { backend: 'synthetic', stable_id: `test-pattern-${index + 1}` },
        descriptor: { name: `Pattern ${index + 1}`, device_path: `testsrc2:${index + 1}` },
        mode: MODE,
      },
    });
  // A source that has just started gives its first pictures in a burst.
  await until(() => SLOTS.every((slot) => captured(slot) >= 40));
  await rig.intent('record_all', {
    action_type: 'camera',
    protocol_name: 'start_recording',
    device_id: 'all',
    variables: { session_prefix: 'late_edition', trial_number: 12 },
  });
  await rig.intent(
    'stop_all',
    { action_type: 'camera', protocol_name: 'stop_recording', device_id: 'all' },
    pressAt(1, 0, 0),
  );
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
  await cameras.close();
  await rm(dataDir, { recursive: true });
});

const fire = (intent_name: string, more: object = {}) =>
  rig.engine.execute({ intent_name, origin: 'agent:if.sam', ...more });
const recorded = (frames: number) => () =>
  SLOTS.every((slot) => (views.get(slot)?.telemetry?.frames_recorded ?? 0) >= frames);

test('an intent records takes that are judged PASS, and the audit says who asked', async () => {
  expect(await fire('record_all')).toMatchObject({ outcome: 'ok', attempts: 1 });
  await until(recorded(45));
  const stopped = await fire('stop_all');
  expect(stopped).toMatchObject({
    outcome: 'ok',
    trace: [{ action_type: 'camera' }, { action_type: 'press', outcome: 'ok' }],
  });
  for (const slot of SLOTS)
    expect(stopped.trace[0]?.reply?.text).toContain(`${slot}: take_verdict PASS`);
  const takes = await cameras.recorded.list();
  expect(takes.map(({ file }) => file).sort()).toEqual([
    'late_edition_trial012_Pattern_1.mkv',
    'late_edition_trial012_Pattern_2.mkv',
  ]);
  for (const { verdict, reasons, frames, rows } of takes) {
    expect({ verdict, reasons }).toEqual({ verdict: 'PASS', reasons: [] });
    expect(frames).toBe(rows);
    expect(frames).toBeGreaterThanOrEqual(45);
  }
  expect(await rig.engine.store.audit({ limit: 5 })).toMatchObject([
    { intent_name: 'stop_all', origin: 'agent:if.sam', outcome: 'ok', actions_executed: 2 },
    { intent_name: 'record_all', origin: 'agent:if.sam', outcome: 'ok', actions_executed: 1 },
  ]);
});

test('a macro starts, waits and stops', async () => {
  const macro = MacroSchema.parse({
    macro_id: 'take',
    macro_name: 'Take',
    variables: { trial_number: 13 },
    steps: [
      { step_number: 1, intent_name: 'record_all' },
      { step_number: 2, intent_name: 'stop_all', delay_ms: 1500, timeout_ms: 15_000 },
    ],
  });
  await rig.engine.store.put('macro', 'take', macro);
  const run = await rig.engine.executeMacro({ macro_id: 'take', origin: 'operator' });
  expect(run).toMatchObject({ outcome: 'ok', macro: { steps_executed: 2, steps_failed: 0 } });
  const takes = await cameras.recorded.list();
  expect(takes.map(({ verdict, trial_number }) => `${trial_number} ${verdict}`)).toEqual([
    '13 PASS',
    '13 PASS',
  ]);
});

test('a stop that nobody waits for goes on, and panic stops no take', async () => {
  await fire('record_all');
  await until(recorded(10));
  await rig.engine.panic.engage('operator');
  expect(views.get('cam_1')?.recording).not.toBeNull();
  const stopped = await fire('stop_all', { origin: 'operator', timeout_ms: 1 });
  expect(['unknown', 'expired']).toContain(stopped.outcome);
  const again = await fire('stop_all', { origin: 'operator' });
  expect(SLOTS.map((slot) => views.get(slot)?.recording)).toEqual([null, null]);
  // The first may have expired on a busy machine: then it was the second that stopped them.
  expect(again.outcome).toBe(stopped.outcome === 'expired' ? 'ok' : 'failed');
  expect((await cameras.recorded.list()).map(({ verdict }) => verdict)).toEqual([
    'PASS',
    'PASS',
  ]);
});

test('a session that is no file name is refused by the recorder, in its words', async () => {
  const context = { session_prefix: '../outside' };
  expect(await fire('record_all', { context })).toMatchObject({
    outcome: 'failed',
    error: {
      error_type: 'protocol_error',
      message: expect.stringContaining('2 of 2 did not do it (cam_1, cam_2)'),
      details: { hint: expect.stringContaining('Use letters') },
    },
  });
  expect(await cameras.recorded.list()).toEqual([]);
});
