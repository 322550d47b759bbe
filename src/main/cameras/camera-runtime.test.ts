import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CAMERA_COMMANDS, type CameraStatus } from '#shared/contract/camera.ts';
import { ManualClock } from '../clock-double.ts';
import { createLog } from '../log.ts';
import { createCameras, type Cameras } from './create-cameras.ts';
import {
  aCamera,
  aFrame,
  backendDoubles,
  TakesDouble,
  type BackendDouble,
} from './runtime-double.ts';

let clock: ManualClock;
let dataDir: string;
let usb: BackendDouble;
let network: BackendDouble;
let takes: TakesDouble;
let cameras: Cameras;
let said: CameraStatus[];
let free: number;

const open = (): Cameras => {
  const doubles = backendDoubles();
  ({ usb, network } = doubles);
  usb.plug(aCamera('a'));
  usb.plug(aCamera('b'));
  takes = new TakesDouble();
  const made = createCameras({
    clock,
    log: createLog('silent'),
    dataDir,
    backends: doubles.all,
    takes,
    diskSpace: () => Promise.resolve({ free, total: 2e12 }),
  });
  said = [];
  made.onStatus((status) => said.push(status));
  return made;
};

beforeEach(async () => {
  clock = new ManualClock();
  free = 1e12;
  dataDir = await mkdtemp(join(tmpdir(), 'mcr-cameras-'));
  cameras = open();
});
afterEach(async () => {
  await cameras.close();
  await rm(dataDir, { recursive: true });
});

const tell = (command: string, payload: Record<string, unknown> = {}, slot = 'cam_1') =>
  cameras.command(slot, { command, payload });
const assign = (id = 'a', slot = 'cam_1') => {
  const { camera_id, ...descriptor } = aCamera(id);
  return tell('assign_device', { camera_id, descriptor }, slot);
};
const words = (statuses: CameraStatus[]) => statuses.map(({ status }) => status);
const slot = (name = 'cam_1') => cameras.list().find((view) => view.slot === name);
/** Thirty pictures a second. */
const deliver = async (count: number, id = 'a', from = 0): Promise<void> => {
  const events = usb.events(id);
  for (let index = from; index < from + count; index += 1) {
    events.frame(aFrame(index));
    await clock.advance(1000 / 30);
  }
};

test('assigning probes, chooses modes and captures by itself', async () => {
  const [ready] = await assign();
  expect(ready).toMatchObject({
    status: 'device_ready',
    payload: { name: 'Camera a', resolution: '1280x720', fps: 30 },
  });
  expect(slot()).toMatchObject({ status: 'starting', mode: { width: 1280 } });
  usb.events('a').state({ state: 'live' });
  expect(slot()?.status).toBe('live');
});

test('a former camera is released first, and releasing stops everything', async () => {
  await assign('a');
  expect(words(await assign('b'))).toEqual(['device_released', 'device_ready']);
  expect(usb.captures).toHaveLength(1);
  await tell('start_recording');
  expect(words(await tell('unassign_device'))).toEqual([
    'recording_stopped',
    'take_verdict',
    'device_released',
  ]);
  expect([usb.captures.length, usb.watchers]).toEqual([0, 0]);
  expect(slot()).toMatchObject({ status: 'idle', descriptor: null, recording: null });
  expect(words(await tell('unassign_all_devices'))).toEqual(['device_released']);
});

test('two slots asking for one camera: the second is refused and told where it is', async () => {
  const [first, second] = await Promise.all([assign('a', 'cam_1'), assign('a', 'cam_2')]);
  expect(words(first)).toEqual(['device_ready']);
  expect(second).toMatchObject([{ status: 'error', payload: { command: 'assign_device' } }]);
  expect(second[0]?.payload['error']).toContain('cam_1');
  await tell('unassign_device');
  expect(words(await assign('a', 'cam_2'))).toEqual(['device_ready']);
});

test('a camera that is not there is an error, and its slot can be used again', async () => {
  const statuses = await assign('gone');
  expect(words(statuses)).toEqual(['device_error', 'error']);
  expect(slot()).toMatchObject({ status: 'error', message: expect.stringContaining('Plug') });
  expect(words(await assign('a'))).toEqual(['device_ready']);
  expect(slot()?.message).toBeNull();
});

test('a network source that is down at the start is captured when it comes up', async () => {
  const { camera_id, ...descriptor } = aCamera('ip', 'network');
  const statuses = await tell('assign_device', { camera_id, descriptor });
  expect(words(statuses)).toEqual(['device_error', 'error']);
  expect(slot()).toMatchObject({ status: 'lost', name: 'Camera ip' });
  await clock.advance(2500);
  network.plug(aCamera('ip', 'network'));
  await clock.advance(5000);
  network.events('ip').state({ state: 'live' });
  expect(slot()?.status).toBe('live');
  expect(words(said)).toContain('device_recovered');
});

test.each(['start_recording', 'record'])(
  '%s starts one take, and only one',
  async (command) => {
    await assign();
    const started = await tell(command, { session_prefix: 'news', trial_number: 7 });
    expect(started).toMatchObject([
      { status: 'recording_started', payload: { file: 'news_trial007_Camera_a.mkv' } },
    ]);
    expect(await tell(command)).toMatchObject([
      { status: 'error', payload: { command, recoverable: true } },
    ]);
    expect(takes.requests).toHaveLength(1);
  },
);

test.each(['pause', 'pause_recording'])('%s keeps one take, with a gap', async (command) => {
  await assign();
  await tell('record');
  await deliver(30);
  expect(words(await tell(command))).toEqual(['recording_paused']);
  expect(slot()?.recording?.paused).toBe(true);
  expect(words(await tell(command))).toEqual(['error']);
  const elapsed = slot()?.recording?.elapsed_ms;
  await deliver(30, 'a', 30);
  expect(slot()?.recording?.elapsed_ms).toBe(elapsed);
  expect(words(await tell('resume_recording'))).toEqual(['recording_resumed']);
  expect(words(await tell('resume_recording'))).toEqual(['error']);
  await deliver(10, 'a', 60);
  expect(words(await tell('stop_recording'))).toEqual(['recording_stopped', 'take_verdict']);
  expect(takes.finished).toHaveLength(1);
  expect(takes.pushed).toEqual([
    ...Array(30).keys(),
    ...[...Array(10).keys()].map((i) => i + 60),
  ]);
});

test('what can not be done is an error status that says so', async () => {
  const commands = [
    'start_recording',
    'stop_recording',
    'pause',
    'resume_recording',
    'reprobe',
  ];
  for (const command of commands)
    expect(await tell(command)).toMatchObject([
      { status: 'error', payload: { command, recoverable: true, hint: expect.any(String) } },
    ]);
  expect(await tell('explode')).toMatchObject([
    { payload: { command: 'explode', error: 'Unknown command: explode', recoverable: true } },
  ]);
  expect(words(await tell('__proto__'))).toEqual(['error']);
  expect(cameras.list()).toEqual([]);
});

test.each([
  [{ trial_number: 0 }, 'trial_number'],
  [{ trial_number: -1 }, 'trial_number'],
  [{ trial_number: 'x' }, 'trial_number'],
  [{ trial_number: 1.5 }, 'trial_number'],
  [{ session_prefix: 7 }, 'session_prefix'],
  [{ output_dir: 'here' }, 'output_dir'],
  [{ output_dir: '/missing' }, 'folder'],
])('no take is started by %j', async (payload, word) => {
  await assign();
  const statuses = await tell('start_recording', payload);
  expect(words(statuses)).toEqual(['error']);
  expect(statuses[0]?.payload['error']).toContain(word);
  expect(slot()?.recording).toBeNull();
});

test.each([
  [{}, 'descriptor'],
  [{ descriptor: { name: 'x', device_path: '/dev/x' } }, 'camera_id'],
  [{ camera_id: { backend: 'magic', stable_id: 'x' }, descriptor: {} }, 'camera_id.backend'],
])('nothing is assigned by %j', async (payload, field) => {
  const statuses = await tell('assign_device', payload);
  expect(words(statuses)).toEqual(['error']);
  expect(statuses[0]?.payload['error']).toContain(field);
});

test('a session gives its name to takes, and its end ends them', async () => {
  await assign();
  expect(words(await tell('start_session', { session_id: 'evening' }))).toEqual(['ready']);
  expect(slot()?.session_id).toBe('evening');
  await tell('record');
  expect(takes.requests[0]?.sessionPrefix).toBe('evening');
  expect(words(await tell('stop_session'))).toEqual([
    'recording_stopped',
    'take_verdict',
    'ready',
  ]);
  expect(slot()?.session_id).toBeNull();
  expect(words(await tell('start_session', { session_id: '../x' }))).toEqual(['error']);
});

test('a mode is changed by a new capture; one that the camera has not is refused', async () => {
  await assign();
  const mode = { width: 640, height: 480, fps: 30, format: 'MJPG' };
  expect(words(await tell('apply_config', { mode }))).toEqual(['device_ready', 'ready']);
  expect(slot()?.mode).toEqual(mode);
  expect(usb.captures).toHaveLength(1);
  const refused = await tell('apply_config', { mode: { ...mode, fps: 120 } });
  expect(refused[0]?.payload['error']).toContain('640×480 at 120');
  expect(slot()?.mode).toEqual(mode);
  await tell('record');
  expect(words(await tell('apply_config', { mode }))).toEqual(['error']);
  expect(words(await tell('apply_config', { colour: 'red' }))).toEqual(['error']);
});

test('a control is set and read back', async () => {
  await assign();
  expect(await tell('control_change', { control: 'brightness', value: 63 })).toMatchObject([
    { status: 'ready', payload: { requested: 63, value: 65 } },
  ]);
  expect(slot()?.capabilities?.controls[0]?.value).toBe(65);
  for (const payload of [
    { control: 'zoom', value: 1 },
    { control: 'brightness', value: 101 },
    { control: 'brightness', value: 'much' },
    {},
  ])
    expect(words(await tell('control_change', payload))).toEqual(['error']);
  expect(words(await tell('reprobe'))).toEqual(['device_ready']);
});

test('every command of the list is answered, by a status of its own', async () => {
  await assign();
  for (const command of CAMERA_COMMANDS) {
    const statuses = await tell(command, {});
    expect(statuses.length).toBeGreaterThan(0);
    expect(JSON.stringify(statuses)).not.toContain('Unknown command');
  }
});

test('a hundred commands at once are all answered, in their order', async () => {
  await assign();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => tell(index % 2 ? 'stop_recording' : 'record')),
  );
  expect(answers.every((statuses) => !words(statuses).includes('error'))).toBe(true);
  expect(takes.finished).toHaveLength(50);
});

test('telemetry tells what was measured', async () => {
  takes.dropEach = 10;
  await assign();
  await deliver(60);
  await tell('record');
  await deliver(150, 'a', 60);
  const last = said.findLast(({ status }) => status === 'telemetry');
  expect(last?.payload).toMatchObject({ capture_fps: 30, queue_depth: 3 });
  expect(last?.payload['record_fps']).toBeCloseTo(27, 0);
  expect(slot()?.telemetry).toMatchObject({
    frames_captured: 210,
    frames_recorded: 135,
    drops: { queue_full: 15 },
    bytes_per_s: 30_000,
  });
  expect(said.filter(({ status }) => status === 'telemetry').length).toBeGreaterThanOrEqual(6);
});

test('a camera that goes is said once, and once that it is back', async () => {
  await assign();
  const events = usb.events('a');
  events.state({ state: 'live' });
  events.state({ state: 'stalled', forMs: 2000 });
  expect(slot()).toMatchObject({
    status: 'stalled',
    message: expect.stringContaining('2.0 s'),
  });
  events.state({ state: 'lost', message: 'It ended.', nextTryMs: 500 });
  events.state({ state: 'starting' });
  expect(slot()).toMatchObject({ status: 'lost', message: 'It ended.' });
  events.state({ state: 'live' });
  const about = words(said).filter((status) => /lost|recovered/.test(status));
  expect(about).toEqual(['device_lost', 'device_recovered']);
});

test('a re-plugged camera is found at its new path', async () => {
  await assign();
  usb.events('a').state({ state: 'lost', message: 'Unplugged.', nextTryMs: 500 });
  usb.plug({ ...aCamera('a'), device_path: '/dev/other' });
  await clock.advance(1);
  expect(usb.captures.map(({ descriptor }) => descriptor.device_path)).toEqual(['/dev/other']);
});

test('a take that breaks is ended, judged and said', async () => {
  await assign();
  await tell('record');
  takes.requests[0]?.broke('The disk is gone.');
  await clock.advance(1);
  expect(words(said).slice(-3)).toEqual(['error', 'recording_stopped', 'take_verdict']);
  expect(slot()).toMatchObject({ recording: null, message: 'The disk is gone.' });
});

test('a full disk refuses a take, and ends one cleanly', async () => {
  await assign();
  free = 1000;
  expect(words(await tell('record'))).toEqual(['error']);
  free = 1e12;
  await deliver(5);
  await tell('record');
  await deliver(30, 'a', 5);
  free = 1000;
  await deliver(90, 'a', 35);
  expect(words(said)).toEqual(
    expect.arrayContaining(['disk_low', 'recording_stopped', 'take_verdict']),
  );
  expect(slot()?.recording).toBeNull();
});

test('cameras come back after a restart, with what was set', async () => {
  await assign('a');
  await assign('b', 'cam_2');
  await tell('apply_config', { codec: 'h264' });
  await tell('unassign_device', {}, 'cam_2');
  await cameras.close();
  cameras = open();
  await cameras.restore();
  await cameras.offer({ cam_1: aCamera('b'), cam_9: aCamera('b') });
  expect(cameras.list().map(({ slot: name, name: camera }) => [name, camera])).toEqual([
    ['cam_1', 'Camera a'],
    ['cam_9', 'Camera b'],
  ]);
  expect(takes.recovered).toEqual([join(dataDir, 'recordings')]);
  await tell('record');
  expect(takes.requests[0]?.codec).toBe('h264');
});

test('the last verdict of a slot is shown, that of a recovered take too', async () => {
  await assign();
  await tell('record', { session_prefix: 'show', trial_number: 2 });
  expect(slot()?.last_take).toBeNull();
  await tell('stop_recording');
  expect(slot()?.last_take).toMatchObject({ file: 'show_trial002_Camera_a.mkv' });
  const left = takes.finished;
  await cameras.close();
  cameras = open();
  takes.left = left;
  await cameras.restore();
  expect(slot()?.last_take).toMatchObject({ verdict: 'PASS' });
});

test('takes are looked for in every folder that they go to', async () => {
  const usual = join(dataDir, 'recordings');
  expect(takes.folders()).toEqual([usual]);
  await assign();
  await tell('apply_config', { output_dir: '/takes/a' });
  await tell('record', { output_dir: '/takes/once' });
  await tell('stop_recording');
  expect(takes.folders()).toEqual([usual, '/takes/a', '/takes/once']);
});

test('there are at most sixteen slots', async () => {
  for (let index = 0; index < 16; index += 1) await assign('gone', `cam_${index}`);
  expect(await assign('a', 'one_more')).toMatchObject([
    { status: 'error', payload: { error: expect.stringContaining('one_more') } },
  ]);
});

test('closing ends takes and captures; later commands are refused', async () => {
  await assign();
  await tell('record');
  await cameras.close();
  expect(takes.finished).toHaveLength(1);
  expect([usb.captures.length, usb.watchers]).toEqual([0, 0]);
  expect(words(await tell('record'))).toEqual(['error']);
});
