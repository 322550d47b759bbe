import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CameraStatus } from '#shared/contract/camera.ts';
import { ManualClock } from '../clock-double.ts';
import { createLog } from '../log.ts';
import { createCameras } from './create-cameras.ts';
import { aCamera, aFrame, backendDoubles, TakesDouble } from './runtime-double.ts';

const makeRig = async () => {
  const clock = new ManualClock();
  const takes = new TakesDouble();
  const { all, usb } = backendDoubles();
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-together-'));
  const cameras = createCameras({
    clock,
    log: createLog('silent'),
    dataDir,
    backends: all,
    takes,
    diskSpace: () => Promise.resolve({ free: 1e12, total: 2e12 }),
  });
  return { clock, takes, usb, cameras, dataDir };
};
let rig: Awaited<ReturnType<typeof makeRig>>;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(async () => {
  await rig.cameras.close();
  await rm(rig.dataDir, { recursive: true });
});

const words = (statuses: CameraStatus[]): string[] => statuses.map(({ status }) => status);
const tell = (command: string, payload: Record<string, unknown> = {}, slot = 'cam_1') =>
  rig.cameras.command(slot, { command, payload });
const assign = async (id: string, slot = 'cam_1'): Promise<void> => {
  rig.usb.plug(aCamera(id));
  await tell('assign_device', { descriptor: aCamera(id) }, slot);
};

const tellAll = (command: string, slots: string[] | 'all' = 'all', payload = {}) =>
  rig.cameras.commandTogether(slots, { command, payload });

test('cameras that start and stop together take the same frames', async () => {
  await assign('a');
  await assign('b', 'cam_2');
  const ready = Promise.withResolvers<void>();
  rig.takes.holdUp = ready.promise;
  const started = tellAll('start_recording', 'all', { session_prefix: 'late' });
  await rig.clock.advance(1);
  expect(rig.cameras.list().map(({ recording }) => recording)).toEqual([null, null]);
  rig.usb.events('a').frame(aFrame(1));
  rig.usb.events('b').frame(aFrame(1));
  ready.resolve();
  expect(words(await started)).toEqual(['recording_started', 'recording_started']);
  rig.usb.events('a').frame(aFrame(2));
  rig.usb.events('b').frame(aFrame(2));
  expect(rig.takes.pushed).toEqual([2, 2]);
  expect(words(await tellAll('pause'))).toEqual(['recording_paused', 'recording_paused']);
  expect(words(await tellAll('resume_recording'))).toHaveLength(2);
  expect(words(await tellAll('stop_recording')).toSorted()).toEqual([
    'recording_stopped',
    'recording_stopped',
    'take_verdict',
    'take_verdict',
  ]);
});

test('all means those that it means anything to; nobody is an error', async () => {
  expect(await tellAll('start_recording')).toMatchObject([
    { slot: 'all', status: 'error', payload: { error: 'No camera is assigned.' } },
  ]);
  await assign('a');
  await assign('b', 'cam_2');
  await tell('record');
  expect((await tellAll('start_recording')).map(({ slot: name }) => name)).toEqual(['cam_2']);
  expect(words(await tellAll('start_recording'))).toEqual(['error']);
  expect(words(await tellAll('start_recording', ['cam_1', 'cam_1']))).toEqual(['error']);
  expect(words(await tellAll('stop_recording'))).toHaveLength(4);
});

test('one that can not start does not keep the others back', async () => {
  await assign('a');
  await assign('b', 'cam_2');
  await tell('apply_config', { output_dir: '/missing' }, 'cam_2');
  const statuses = await tellAll('start_recording');
  expect(words(statuses).toSorted()).toEqual(['error', 'recording_started']);
});
