import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { CameraListingSchema } from '#shared/contract/camera.ts';
import { aCamera, aFrame } from '../../cameras/runtime-double.ts';
import { ManualClock } from '../../clock-double.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeEach(async () => {
  host = await startTestHost();
  host.usb.plug(aCamera('a'));
  await assign();
});
afterEach(() => host[Symbol.asyncDispose]());

const assign = () => {
  const { camera_id, ...descriptor } = aCamera('a');
  return command('cam_1', 'assign_device', { camera_id, descriptor });
};
const list = async () => (await host.api('/api/cameras')).json();
const listed = async () => z.tuple([CameraListingSchema]).parse(await list())[0].preview;

const command = async (slot: string, name: string, payload: unknown = {}) => {
  const answer = await host.api(`/api/cameras/${slot}/commands`, {
    method: 'POST',
    body: JSON.stringify({ command: name, payload }),
  });
  return { status: answer.status, body: answer.json() };
};
const show = (index: number, bytes = 1000): void =>
  host.usb.events('a').frame(aFrame(index, bytes));

test('cameras are listed, told and discovered', async () => {
  expect(await list()).toMatchObject([
    { slot: 'cam_1', status: 'starting', name: 'Camera a', recording: null, capture_fps: 0 },
  ]);
  expect((await host.api('/api/cameras/discover')).json()).toMatchObject([
    { name: 'Camera a' },
  ]);
  expect(await command('cam_1', 'record')).toMatchObject({
    status: 200,
    body: [{ status: 'recording_started' }],
  });
  await command('cam_1', 'stop_recording');
  expect((await host.api('/api/takes')).json()).toMatchObject([{ verdict: 'PASS' }]);
  expect(await command('cam_1', 'explode')).toMatchObject({
    status: 200,
    body: [{ status: 'error', payload: { command: 'explode', recoverable: true } }],
  });
  expect((await command('cam%201', 'record')).status).toBe(400);
});

test('an agent may look at cameras, and commands none but by an intent', async () => {
  const headers = { 'x-agent-id': 'if.sam' };
  expect((await host.api('/api/cameras', { headers })).status).toBe(200);
  expect((await host.api('/api/takes', { headers })).status).toBe(200);
  const answer = await host.api('/api/cameras/cam_1/commands', {
    method: 'POST',
    headers,
    body: JSON.stringify({ command: 'record' }),
  });
  expect(answer.status).toBe(403);
  expect(answer.json()).toMatchObject({
    error: {
      error_type: 'refused',
      details: { reason: 'needs_intent', hint: expect.stringContaining('/execute') },
    },
  });
  expect(host.takes.requests).toEqual([]);
});

test('a still is the newest picture; without one it is said why', async () => {
  expect((await host.api('/api/cameras/cam_1/frame.jpg')).status).toBe(404);
  expect((await host.api('/api/cameras/none/frame.jpg')).status).toBe(404);
  expect((await host.ask('/api/cameras/cam_1/frame.jpg')).status).toBe(401);
  show(0);
  show(1, 7);
  const { status, headers } = await host.api('/api/cameras/cam_1/frame.jpg');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': '7' });
});

test('a multipart stream sends pictures until its reader leaves', async () => {
  show(0, 5);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const path = `/api/cameras/cam_1/preview.mjpeg?token=${TOKEN}`;
    get({ host: '127.0.0.1', port: host.web.port, path }, resolve).on('error', reject);
  });
  expect(response.headers['content-type']).toContain('multipart/x-mixed-replace');
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.includes('Length: 9')) break;
    if (text.includes('Length: 5')) show(1, 9);
  }
  expect(text.indexOf('Content-Length: 5')).toBeLessThan(text.indexOf('Content-Length: 9'));
});

const dial = (path: string, cookie = `mcr_token_${host.web.port}=${TOKEN}`): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${host.web.port}${path}`, { headers: { cookie } });

test('a viewer gets the newest picture once it drew one', async () => {
  const viewer = dial('/api/cameras/cam_1/preview');
  await once(viewer, 'open');
  const sizes: number[] = [];
  const next = async (act: () => void): Promise<void> => {
    const message = once(viewer, 'message');
    act();
    const [data] = await message;
    sizes.push(Buffer.isBuffer(data) ? data.length : -1);
  };
  await next(() => show(0, 10));
  // One more travels while the first is drawn, and no third.
  await next(() => show(1, 11));
  for (let index = 2; index <= 50; index += 1) show(index, 10 + index);
  await next(() => viewer.send('drawn'));
  expect(sizes).toEqual([10, 11, 60]);
  viewer.close();
  await once(viewer, 'close');
});

test('what viewers get is in the list of cameras', async () => {
  const clock = new ManualClock();
  await host[Symbol.asyncDispose]();
  host = await startTestHost({ clock });
  host.usb.plug(aCamera('a'));
  await assign();
  expect(await listed()).toMatchObject({ viewers: 0, fps: null });

  const viewer = dial('/api/cameras/cam_1/preview');
  await once(viewer, 'open');
  const stream = get({
    host: '127.0.0.1',
    port: host.web.port,
    path: `/api/cameras/cam_1/preview.mjpeg?token=${TOKEN}`,
  });
  const [response] = await once(stream, 'response');
  for (let index = 0; index < 10; index += 1) {
    const shown = once(viewer, 'message');
    host.usb.events('a').frame({ ...aFrame(index), takenMs: clock.now() - 25 });
    await shown;
    await clock.advance(50);
    viewer.send('drawn');
    // An answer to what was asked after it: the acknowledgement is there too.
    viewer.ping();
    await once(viewer, 'pong');
  }
  await clock.advance(1_000);
  expect(await listed()).toEqual({
    viewers: 2,
    fps: expect.any(Number),
    to_screen_p50_ms: 75,
    to_screen_p95_ms: 75,
  });
  viewer.terminate();
  response.destroy();
  await expect
    .poll(async () => {
      await clock.advance(1_000);
      return listed();
    })
    .toMatchObject({ viewers: 0, to_screen_p95_ms: null });
});

test('previews need the token and a slot', async () => {
  for (const [path, cookie, status] of [
    ['/api/cameras/cam_1/preview', 'none=1', 401],
    ['/api/cameras/none/preview', undefined, 404],
    ['/api/cameras/cam_1/other', undefined, 404],
  ] as const) {
    const socket = dial(path, cookie);
    const [, response] = await once(socket, 'unexpected-response');
    expect(response).toMatchObject({ statusCode: status });
    socket.on('error', () => undefined).terminate();
  }
});

test('closing the host ends streams and viewers', async () => {
  const viewer = dial('/api/cameras/cam_1/preview');
  await once(viewer, 'open');
  const gone = once(viewer, 'close');
  await host.web.close();
  expect((await gone)[0]).toBe(1001);
});
