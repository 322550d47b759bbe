import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { CameraTrouble } from '../../cameras/ports.ts';
import { aCamera, aFrame } from '../../cameras/runtime-double.ts';
import { addressOf } from './credentials.ts';
import { createTakeFrames } from './take-frames.ts';
import { startTestHost } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
const FILE = 'show_trial007_Camera_a.mkv';
const FRAMES = `/api/takes/${FILE}/frames`;

const command = (name: string, payload: unknown = {}) =>
  host.api('/api/cameras/cam_1/commands', {
    method: 'POST',
    body: JSON.stringify({ command: name, payload }),
  });

beforeEach(async () => {
  host = await startTestHost();
  host.usb.plug(aCamera('a'));
  const { camera_id, ...descriptor } = aCamera('a');
  await command('assign_device', { camera_id, descriptor });
  await command('record', { session_prefix: 'show', trial_number: 7 });
  for (let index = 0; index < 5; index += 1) host.usb.events('a').frame(aFrame(index));
  await command('stop_recording');
});
afterEach(() => host[Symbol.asyncDispose]());

test('a take is described, with its rows in pages', async () => {
  const take = await host.api(`/api/takes/${FILE}`);
  expect(take.json()).toMatchObject({
    file: FILE,
    verdict: 'PASS',
    version: 'v1',
    timing: { rows: 5, duration_ms: 160, marks: [], overview: { rows_per_bucket: 1 } },
  });
  const rows = await host.api(`/api/takes/${FILE}/rows?from=3&count=10`);
  expect(rows.json()).toMatchObject({ from: 3, ms: [120, 160], queue_depth: [0, 0] });
  expect((await host.api(`/api/takes/${FILE}/rows`)).json()).toMatchObject({ from: 0 });
});

test('the slot says which take was judged last', async () => {
  const [camera] = [(await host.api('/api/cameras')).json()].flat();
  expect(camera).toMatchObject({ slot: 'cam_1', last_take: { file: FILE, verdict: 'PASS' } });
});

describe('one frame', () => {
  it('is a JPEG that may be kept and asked for again', async () => {
    const first = await host.api(`${FRAMES}/3.jpg`);
    expect([first.status, first.text]).toEqual([200, 'frame 3']);
    expect(first.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '7',
      'cache-control': 'private, no-cache',
      etag: '"v1-3"',
      'x-content-type-options': 'nosniff',
    });
    const again = await host.api(`${FRAMES}/3.jpg`, { headers: { 'if-none-match': '"v1-3"' } });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', '"v1-3"']);
    for (const etag of ['"v0-3"', '"v1-4"', 'nonsense', '*'])
      expect(
        (await host.api(`${FRAMES}/3.jpg`, { headers: { 'if-none-match': etag } })).status,
      ).toBe(200);
  });

  it('lasts for good under an address that has the version of its file', async () => {
    const lasting = 'private, max-age=31536000, immutable';
    for (const [version, caching] of [
      ['v1', lasting],
      ['v0', 'private, no-cache'],
    ] as const) {
      const { headers } = await host.api(`${FRAMES}/3.jpg?v=${version}`);
      expect(headers['cache-control']).toBe(caching);
    }
  });

  it('has its head alone where only that is asked for', async () => {
    const head = await host.api(`${FRAMES}/3.jpg`, { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '7']);
  });

  it.each([
    ['5.jpg', 404, 'not_found'],
    ['999999999.jpg', 404, 'not_found'],
    ['99999999999999999999.jpg', 400, 'validation_error'],
    ['-1.jpg', 400, 'validation_error'],
    ['1.5.jpg', 400, 'validation_error'],
    ['x.jpg', 400, 'validation_error'],
    ['%31.jpg', 400, 'validation_error'],
    ['.jpg', 404, 'not_found'],
    ['3.png', 404, 'not_found'],
    ['3', 404, 'not_found'],
  ])('%s is answered by %i', async (index, status, code) => {
    const answer = await host.api(`${FRAMES}/${index}`);
    expect([answer.status, answer.json()]).toMatchObject([status, { code, status }]);
  });

  it.each([
    'none.mkv',
    '..%2f..%2fsecret.mkv',
    '..%2F..%2Fsecret.mkv',
    '%2e%2e%2fsecret.mkv',
    '..%5csecret.mkv',
    '%2fetc%2fpasswd',
    '%00.mkv',
    '%',
    '%ff.mkv',
    `${'x'.repeat(260)}.mkv`,
  ])('of %s is not there', async (file) => {
    const { status, json } = await host.api(`/api/takes/${file}/frames/3.jpg`);
    expect([status, json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('needs the token and our own page, as everything does', async () => {
    expect((await host.ask(`${FRAMES}/3.jpg`)).status).toBe(401);
    const origin = { origin: 'http://evil.example' };
    expect((await host.api(`${FRAMES}/3.jpg`, { headers: origin })).status).toBe(403);
    expect(
      (await host.api(`${FRAMES}/3.jpg`, { headers: { host: 'evil.example' } })).status,
    ).toBe(403);
    expect((await host.ask(`/api/takes/${FILE}`)).status).toBe(401);
    expect((await host.api(`${FRAMES}/3.jpg`, { method: 'DELETE' })).status).toBe(404);
  });
});

test('who leaves before the answer ends the work for it', async () => {
  const asked = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const frames = createTakeFrames({
    ...host.takes.library(() => []),
    frame: (_, __, signal) =>
      new Promise((_resolve, reject) => {
        asked.resolve();
        signal.addEventListener('abort', () => {
          ended.resolve();
          reject(new CameraTrouble('It was given up.', 'Ask again.'));
        });
      }),
  });
  const server = createServer((request, response) => {
    void frames(request, response, addressOf(request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const call = get({ host: '127.0.0.1', port, path: `${FRAMES}/0.jpg` });
  call.on('error', () => undefined);
  await asked.promise;
  call.destroy();
  await ended.promise;
  server.close();
  await once(server, 'close');
});

describe('a take that can not be shown', () => {
  it.each([
    ['none.mkv', 404],
    ['..%2fsecret.mkv', 400],
    ['secret', 400],
    [`${FILE}?folder=../..`, 400],
    [`${FILE}/rows?count=0`, 400],
    [`${FILE}/rows?count=2001`, 400],
    [`${FILE}/rows?from=-1`, 400],
    [`${FILE}/rows?from=x`, 400],
    [`${FILE}/rows?at_ms=x`, 400],
    ['none.mkv/rows', 404],
  ])('%s is answered by %i, with what to do', async (path, status) => {
    const answer = await host.api(`/api/takes/${path}`);
    expect([answer.status, answer.json()]).toMatchObject([
      status,
      { error: { details: { hint: expect.stringMatching(/\w/) } } },
    ]);
  });
});
