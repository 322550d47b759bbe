import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable, type Store } from '../../store/store.ts';
import { startTestHost, TOKEN, type AskOptions } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
let store: Store;
beforeAll(async () => {
  host = await startTestHost();
  store = { ...host.store };
});
afterAll(() => host[Symbol.asyncDispose]());
beforeEach(() => {
  host.texts.clear();
  host.engine.fault = null;
  Object.assign(host.store, store);
});

const call = async (method: string, path: string, body?: unknown, options: AskOptions = {}) => {
  const answer = await host.api(path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    ...options,
  });
  return { status: answer.status, body: answer.json(), headers: answer.headers };
};

const unavailable = () =>
  Promise.reject(new StoreUnavailable('Redis is away.', 'Start it again.'));

const KEY = 'mcr:catalog:companion:device:d';

const intent = (name: string) => ({
  intent_name: name,
  actions: [{ protocol_name: 'p', device_id: 'd', note: 'kept' }],
  colour: 'of another writer',
});

describe('the catalogue', () => {
  test('put, get, list and delete; unknown fields survive', async () => {
    const put = await call('PUT', '/api/intents/dark', intent('dark'));
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ ...intent('dark'), priority: 0 });
    expect((await call('GET', '/api/intents/dark')).body).toEqual(put.body);
    expect((await call('GET', '/api/intents')).body).toEqual([put.body]);
    expect((await call('DELETE', '/api/intents/dark')).body).toEqual({ deleted: true });
    expect((await call('DELETE', '/api/intents/dark')).status).toBe(404);
  });

  test.each([
    ['intents', 'intent_not_found'],
    ['devices', 'device_not_found'],
    ['protocols', 'not_found'],
    ['macros', 'not_found'],
    ['layouts', 'not_found'],
  ])('an unknown one of %s: 404 %s', async (kind, error_type) => {
    const { status, body } = await call('GET', `/api/${kind}/nowhere`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { error_type }, code: error_type, status: 404 });
  });

  test.each([
    ['intents', 'intent_name', intent('b')],
    ['devices', 'device_id', { device_id: 'b', device_type: 'streamdeck_xl' }],
    ['protocols', 'protocol_name', { protocol_name: 'b', template: '/x' }],
    ['macros', 'macro_id', { macro_id: 'b', macro_name: 'B', steps: [] }],
    ['layouts', 'device_id', { device_id: 'b' }],
  ])('%s: the name in the body has to be the one in the path', async (kind, field, body) => {
    const answer = await call('PUT', `/api/${kind}/a`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: { error_type: 'validation_error', details: { fields: [{ field }] } },
    });
    expect((await call('PUT', `/api/${kind}/b`, body)).status).toBe(200);
  });

  test('the config has defaults until it is written', async () => {
    expect((await call('GET', '/api/config')).body).toMatchObject({ port: 8000 });
    expect((await call('PUT', '/api/config', { port: 8001 })).status).toBe(200);
    expect((await call('GET', '/api/config')).body).toMatchObject({ port: 8001 });
  });

  test('a corrupt value is shown by key, with what is wrong and its text', async () => {
    host.texts.set(KEY, '{');
    const { status, body } = await call('GET', '/api/devices/d');
    expect(status).toBe(409);
    expect(body).toMatchObject({
      error: {
        error_type: 'state_corruption',
        details: { key: KEY, raw: '{', problem: expect.any(String) },
      },
    });
    expect((await call('GET', '/api/corruptions')).body).toMatchObject([
      { key: KEY, raw: '{' },
    ]);
  });

  test('a corrupt value is mended by text that fits; other text is refused', async () => {
    host.texts.set(KEY, '{');
    const unfit = await call('PUT', '/api/corruptions', { key: KEY, value: '{}' });
    expect(unfit.status).toBe(400);
    expect(unfit.body).toMatchObject({ error: { error_type: 'validation_error' } });
    const value = JSON.stringify({ device_id: 'd', device_type: 'virtual_surface' });
    const fit = await call('PUT', '/api/corruptions', { key: KEY, value });
    expect(fit.body).toEqual({ repaired: true });
    expect((await call('GET', '/api/devices/d')).status).toBe(200);
  });

  test('a store that is away: 503 with what to do, and health says so', async () => {
    const status = { ...store.status(), state: 'away' as const };
    Object.assign(host.store, { list: unavailable, status: () => status });
    const answer = await call('GET', '/api/intents');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      error: { error_type: 'store_unavailable', details: { hint: 'Start it again.' } },
    });
    expect((await call('GET', '/api/health')).body).toMatchObject({ ok: false, redis: 'away' });
  });
});

describe('executions', () => {
  test('the request reaches the engine; the result is 200 whatever the outcome', async () => {
    host.engine.fault = { error_type: 'connection_refused', message: 'down', details: {} };
    const body = { context: { page: 3 }, timeout_ms: 100, dry_run: true };
    const answer = await call('POST', '/api/intents/dark/execute', body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ outcome: 'failed', error: host.engine.fault });
    expect(host.engine.asked.at(-1)).toMatchObject({
      ...body,
      intent_name: 'dark',
      origin: 'api:token',
    });
  });

  test('a press carries its place and phase', async () => {
    const answer = await call('POST', '/api/surfaces/deck/1/-1/3/down');
    expect(answer.body).toMatchObject({
      outcome: 'ok',
      key: { device_id: 'deck', page: 1, row: -1, col: 3, phase: 'down' },
    });
  });

  test.each([
    ['intent_not_found', '/api/intents/x/execute'],
    ['device_not_found', '/api/surfaces/x/1/0/0/press'],
  ] as const)('%s: 404 with the id under which it is in the audit', async (type, path) => {
    host.engine.fault = { error_type: type, message: 'not here', details: { hint: 'look' } };
    const { status, body } = await call('POST', path);
    expect(status).toBe(404);
    expect(body).toMatchObject({
      error: { error_type: type, details: { hint: 'look', execution_id: 'e1' } },
    });
  });

  test('a caller that hangs up cancels what it asked for', async () => {
    const began = Promise.withResolvers<AbortSignal>();
    host.engine.work = ({ signal }) =>
      new Promise((resolve, reject) => {
        if (!signal) return reject(new Error('no signal'));
        signal.addEventListener('abort', () => resolve(), { once: true });
        began.resolve(signal);
      });
    const socket = connect(host.web.port, '127.0.0.1');
    socket.write(
      `POST /api/intents/x/execute HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: 0\r\n\r\n`,
    );
    const signal = await began.promise;
    expect(signal.aborted).toBe(false);
    const cancelled = once(signal, 'abort');
    socket.destroy();
    await cancelled;
    host.engine.work = null;
  });
});

describe('bad requests', () => {
  test.each([
    ['POST', '/api/surfaces/deck/1/x/0/press', undefined, ['row']],
    ['POST', '/api/surfaces/deck/1/0/0/hold', undefined, ['phase']],
    ['POST', '/api/intents/a%2Fb/execute', undefined, ['name']],
    ['POST', '/api/intents/a%00/execute', undefined, ['name']],
    [
      'POST',
      '/api/intents/a/execute',
      { timeout_ms: 0, dry_run: 'yes' },
      ['timeout_ms', 'dry_run'],
    ],
    ['POST', '/api/intents/a/execute', [], ['body']],
    ['PUT', '/api/intents/a', undefined, ['body']],
    ['PUT', '/api/intents/a', null, ['body']],
    ['PUT', '/api/intents/a', 'text', ['body']],
    [
      'PUT',
      '/api/intents/a',
      { actions: [{ device_id: 'd', protocol_name: 'p q', delay_ms: -1 }] },
      ['intent_name', 'actions[0].protocol_name', 'actions[0].delay_ms'],
    ],
    [
      'PUT',
      '/api/config',
      { port: 70_000, pacing: { target_gap_ms: 'x' } },
      ['port', 'pacing.target_gap_ms'],
    ],
    ['GET', '/api/executions?limit=0', undefined, ['limit']],
    ['GET', '/api/audit?limit=x&before=y', undefined, ['limit', 'before']],
    ['GET', '/api/buttons', undefined, ['device_id']],
  ])('%s %s %j: 400 naming %j', async (method, path, body, fields) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'validation_error',
      status: 400,
      error: {
        error_type: 'validation_error',
        details: { fields: fields.map((field) => ({ field })) },
      },
    });
  });

  test('each field is told what to type', async () => {
    const { body } = await call('PUT', '/api/intents/a', {
      description: 5,
      actions: [{ action_type: 'hit', device_id: 'd', protocol_name: 'p', delay_ms: -1 }],
    });
    expect(body).toMatchObject({
      error: {
        details: {
          fields: [
            { field: 'intent_name', message: 'Missing. Give text.' },
            { field: 'description', message: 'Give text.' },
            {
              field: 'actions[0].action_type',
              message: 'Use one of: press, set_text, set_color, custom, camera, hardware.',
            },
            { field: 'actions[0].delay_ms', message: 'Use 0 or more.' },
          ],
        },
      },
    });
  });

  test.each(['{"actions":', 'page=1', '\u0000'])(
    'a body that is not JSON: %j',
    async (body) => {
      const answer = await host.api('/api/intents/a', { method: 'PUT', body });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({
        error: { error_type: 'validation_error', details: { fields: [{ field: 'body' }] } },
      });
    },
  );

  test('JSON is taken whatever type it is said to have', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await call('PUT', '/api/intents/a', intent('a'), { headers })).status).toBe(200);
  });

  test.each(['told', 'chunked'])('a body over 1 MB: 413 (length %s)', async (length) => {
    const body = Buffer.alloc(3_000_000, 'x');
    const headers: Record<string, string> =
      length === 'told'
        ? { 'content-length': String(body.length) }
        : { 'transfer-encoding': 'chunked' };
    const answer = await host.api('/api/intents/a', { method: 'PUT', body, headers });
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({
      status: 413,
      error: {
        error_type: 'validation_error',
        message:
          length === 'told'
            ? 'body: It has 3000000 bytes; 1048576 is the most.'
            : 'body: It has more than 1048576 bytes; 1048576 is the most.',
        details: { most_bytes: 1_048_576 },
      },
    });
  });

  test('a body of just 1 MB is read', async () => {
    const value = { ...intent('big'), description: '' };
    value.description = 'x'.repeat(1_048_576 - JSON.stringify(value).length);
    expect((await call('PUT', '/api/intents/big', value)).status).toBe(200);
  });

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api'],
    ['PATCH', '/api/intents/a'],
    ['POST', '/api/mirror'],
  ])('%s %s: 404 as JSON', async (method, path) => {
    const { status, body } = await call(method, path);
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { error_type: 'not_found' }, status: 404 });
  });

  test('what nobody expected: 500 without its inside', async () => {
    host.store.metrics = () => Promise.reject(new Error('a secret of the inside'));
    const answer = await host.api('/api/metrics');
    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ error: { error_type: 'internal' }, status: 500 });
    expect(answer.text).not.toContain('secret');
    expect(answer.text).not.toContain('.ts');
  });
});

test('history and the demo', async () => {
  expect((await call('GET', '/api/audit?limit=5&before=17-0')).body).toEqual([]);
  expect((await call('GET', '/api/executions/none')).status).toBe(404);
  expect((await call('GET', '/api/executions?limit=2')).body).toHaveLength(2);
  expect((await call('GET', '/api/buttons?device_id=deck')).body).toEqual([]);
  expect((await call('GET', '/api/metrics')).body).toMatchObject({ intents_executed: 0 });
  expect((await call('POST', '/api/demo')).body).toEqual({
    written: ['intent demo'],
    kept: [],
  });
});

test('the description lists what others rely on', async () => {
  const { body, headers } = await call('GET', '/api/openapi.json');
  expect(headers['content-type']).toBe('application/json');
  const named = { get: {}, put: {}, delete: {} };
  expect(body).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
    servers: [{ url: '/api' }],
    paths: {
      '/health': { get: {} },
      '/config': { get: {}, put: {} },
      '/intents/{name}/execute': { post: {} },
      '/surfaces/{device_id}/{page}/{row}/{col}/{phase}': { post: {} },
      '/executions': { get: {} },
      '/executions/{id}': { get: {} },
      '/buttons': { get: {} },
      '/metrics': { get: {} },
      '/audit': { get: {} },
      ...Object.fromEntries(
        ['protocols', 'devices', 'intents', 'macros'].flatMap((kind) => [
          [`/${kind}`, { get: {} }],
          [`/${kind}/{name}`, named],
        ]),
      ),
    },
  });
  const text = JSON.stringify(body);
  const references = new Set(
    [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
  );
  expect(references).toEqual(
    new Set([
      'Config',
      'Device',
      'Error',
      'Execution',
      'Intent',
      'Layout',
      'Macro',
      'Protocol',
    ]),
  );
});
