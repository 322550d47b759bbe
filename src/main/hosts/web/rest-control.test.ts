import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHost } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host[Symbol.asyncDispose]());

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await host.api(path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: answer.json() };
};

test('a macro is executed with what was asked for', async () => {
  const body = { context: { scene: 'news' }, from_step: 2, dry_run: true };
  expect(await call('POST', '/api/macros/start/execute', body)).toMatchObject({
    status: 200,
    body: { success: true, outcome: 'ok' },
  });
  expect(host.engine.asked.at(-1)).toMatchObject({ macro_id: 'start', ...body });
  expect(await call('POST', '/api/macros/start/execute')).toMatchObject({ status: 200 });
});

test.each([
  [{ from_step: 'two' }, 'from_step'],
  [{ context: [] }, 'context'],
  [{ dry_run: 'yes' }, 'dry_run'],
])('a macro is not executed by %j', async (body, field) => {
  const answer = await call('POST', '/api/macros/start/execute', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: { details: { fields: [{ field }] } } });
});

test.each(['cancel', 'pause', 'resume'])('what runs can be told to %s', async (control) => {
  expect(await call('POST', `/api/executions/runs/${control}`)).toEqual({
    status: 200,
    body: { done: true },
  });
  expect(host.engine.controls.at(-1)).toEqual(['runs', control]);
  expect(await call('POST', `/api/executions/over/${control}`)).toMatchObject({
    status: 404,
    body: { error: { error_type: 'not_found', message: expect.stringContaining('over') } },
  });
});

test('panic is engaged, told and lifted', async () => {
  expect((await call('GET', '/api/panic')).body).toMatchObject({ engaged: false });
  expect((await call('POST', '/api/panic')).body).toMatchObject({ engaged: true });
  expect((await call('GET', '/api/panic')).body).toMatchObject({ engaged: true });
  expect((await call('DELETE', '/api/panic')).body).toMatchObject({ engaged: false });
  expect(host.engine.panics).toEqual(['api:token']);
});

test('an agent may call panic, and may not lift it', async () => {
  const headers = { 'x-agent-id': 'if.sam' };
  const ask = (method: string) => host.api('/api/panic', { method, headers });
  expect((await ask('POST')).status).toBe(200);
  expect((await ask('DELETE')).status).toBe(403);
  expect((await call('GET', '/api/panic')).body).toMatchObject({ engaged: true });
  expect((await call('DELETE', '/api/panic')).body).toMatchObject({ engaged: false });
});

test('an intent that is not stored is tried out, by an agent not', async () => {
  const intent = { intent_name: 'draft', actions: [] };
  expect(await call('POST', '/api/intents/test', { intent, only: 0 })).toMatchObject({
    status: 200,
    body: { intent_name: 'draft', outcome: 'ok' },
  });
  const refused = await host.api('/api/intents/test', {
    method: 'POST',
    headers: { 'x-agent-id': 'if.sam', 'content-type': 'application/json' },
    body: JSON.stringify({ intent }),
  });
  expect(refused.status).toBe(403);
  const wrong = await call('POST', '/api/intents/test', { intent: { intent_name: 'a b' } });
  expect(wrong.status).toBe(400);
});

test("a device's health is told, and an unknown device is", async () => {
  const device = { device_id: 'main', device_type: 'streamdeck_xl' };
  await call('PUT', '/api/devices/main', device);
  expect(await call('GET', '/api/devices/main/health')).toMatchObject({
    status: 200,
    body: { device_id: 'main', state: 'untried' },
  });
  expect(await call('GET', '/api/devices/none/health')).toMatchObject({ status: 404 });
});

test('a stored protocol is tried on a device; agents and what is not there are refused', async () => {
  const protocol = { protocol_name: 'go', template: '/go/{n}' };
  await call('PUT', '/api/protocols/go', protocol);
  await call('PUT', '/api/devices/box', { device_id: 'box', device_type: 'host' });
  const body = { device_id: 'box', variables: { n: 1 } };
  expect(await call('POST', '/api/protocols/go/test', body)).toMatchObject({ status: 200 });
  expect(host.engine.asked.at(-1)).toMatchObject({ protocol_name: 'go', ...body });
  expect((await call('POST', '/api/protocols/gone/test', body)).status).toBe(404);
  const elsewhere = { ...body, device_id: 'gone' };
  expect((await call('POST', '/api/protocols/go/test', elsewhere)).status).toBe(404);
  const asAgent = await host.api('/api/protocols/go/test', {
    method: 'POST',
    headers: { 'x-agent-id': 'if.sam' },
    body: JSON.stringify(body),
  });
  expect(asAgent.status).toBe(403);
});
