import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { call as ask } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { HardwareListingSchema } from '#shared/contract/hardware-clients.ts';
import type { contract } from '#shared/contract/index.ts';
import { at, simulateBackend } from '../../hardware/hardware-fixture.ts';
import type { HardwareSimulator } from '../../simulators/hardware/hardware-simulator.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
let backend: HardwareSimulator;
beforeEach(async () => {
  host = await startTestHost();
  backend = await simulateBackend();
});
afterEach(() => host[Symbol.asyncDispose]());

const ID = 'desk/1&a';
const PATH = `/api/hardware/${encodeURIComponent(ID)}`;

const call = async (method: string, path: string, body?: unknown, headers = {}) => {
  const answer = await host.api(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: answer.json() };
};

const aDesk = (extra: object = {}) => ({
  kind: 'generic',
  client_type: 'desk',
  host: at(backend),
  game_id: 1,
  enabled: true,
  ...extra,
});

const listed = async () =>
  z.array(HardwareListingSchema).parse((await call('GET', '/api/hardware')).body);

const isOpen = async (): Promise<void> => {
  await expect.poll(async () => (await listed())[0]?.state).toBe('open');
};

const faultIn = (body: unknown) =>
  z.object({ error: z.looseObject({ error_type: z.string() }) }).parse(body).error;

describe('over REST', () => {
  test('a client is put, runs, is listed, got, changed and deleted', async () => {
    expect(await listed()).toEqual([]);
    const put = await call('PUT', PATH, aDesk());
    expect(put).toMatchObject({
      status: 200,
      body: { client_id: ID, kind: 'generic', room_id: 'here' },
    });
    expect(host.texts.has('mcr:companion:hardware:desk%2F1%26a')).toBe(true);
    await isOpen();
    const [first] = await listed();
    expect(first).toMatchObject({
      client_id: ID,
      client_type: 'desk',
      attempts: 0,
      queued: 0,
      expired: 0,
      last_error: null,
      enabled: true,
      problem: null,
    });
    expect(first).toHaveProperty('rtt_ms');
    expect(backend.clients).toEqual([{ game_id: '1', client_type: 'desk', client_id: ID }]);

    const got = await call('GET', PATH);
    expect(got).toMatchObject({ status: 200, body: { client_id: ID, game_id: 1 } });
    const { etag } = got.headers;
    expect(put.headers.etag).toBe(etag);
    const stale = await call('PUT', PATH, aDesk(), { 'if-none-match': '*' });
    expect(stale).toMatchObject({ status: 412 });
    const changed = await call('PUT', PATH, aDesk({ game_id: 2 }), { 'if-match': etag });
    expect(changed.status).toBe(200);
    expect(await call('PUT', PATH, aDesk(), { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { error: { details: { theirs: { game_id: 2 } } } },
    });
    await expect.poll(() => backend.clients.map(({ game_id }) => game_id)).toEqual(['2']);

    expect(await call('DELETE', PATH, undefined, { 'if-match': etag })).toMatchObject({
      status: 412,
    });
    expect(await call('DELETE', PATH)).toMatchObject({ body: { deleted: true } });
    expect(await listed()).toEqual([]);
    await expect.poll(() => backend.clients).toEqual([]);
    expect(await call('GET', PATH)).toMatchObject({ status: 404 });
  });

  test('its changes are kept, and can be taken back', async () => {
    await call('PUT', PATH, aDesk());
    await call('PUT', PATH, aDesk({ game_id: 2 }));
    const all = await call('GET', `${PATH}/revisions`);
    const revisions = z
      .array(z.looseObject({ id: z.string(), changed: z.array(z.string()) }))
      .parse(all.body);
    expect(revisions.map(({ changed }) => changed)).toEqual([['game_id'], []]);
    const path = `${PATH}/revisions/${revisions[1]?.id}/restore`;
    expect(await call('POST', path)).toMatchObject({ status: 200 });
    expect(await call('GET', PATH)).toMatchObject({ body: { game_id: 1 } });
    await expect.poll(() => backend.clients.map(({ game_id }) => game_id)).toEqual(['1']);
    expect(await call('GET', '/api/intents/a%2Fb/revisions')).toMatchObject({ status: 400 });
  });

  test('it is stopped and started, and its log level changed, while it stays stored as it was', async () => {
    await call('PUT', PATH, aDesk());
    await isOpen();
    expect(await call('POST', `${PATH}/stop`)).toMatchObject({
      status: 200,
      body: { state: 'stopped', enabled: true },
    });
    await expect.poll(() => backend.clients).toEqual([]);
    expect(await call('POST', `${PATH}/start`)).toMatchObject({ status: 200 });
    await isOpen();
    expect(await call('PUT', `${PATH}/log-level`, { level: 'debug' })).toMatchObject({
      body: { log_level: 'debug' },
    });
    expect(await call('GET', PATH)).toMatchObject({ body: { log_level: 'info' } });
  });

  test('one that another control room runs is not started here', async () => {
    await call('PUT', PATH, aDesk({ room_id: 'other' }));
    const answer = await call('POST', `${PATH}/start`);
    expect(answer.status).toBe(400);
    expect(faultIn(answer.body)).toMatchObject({
      details: { hint: expect.stringContaining('room_id') },
    });
  });

  test('what it sends goes through the one door, which says what became of it', async () => {
    await call('PUT', PATH, aDesk());
    const message = { type: 'lamp', on: true, text: '{not} a $template' };
    expect(await call('POST', `${PATH}/send`, message)).toMatchObject({
      status: 200,
      body: { outcome: 'sent', reason: null, execution_id: 'e1' },
    });
    expect(host.engine.asked).toMatchObject([{ client_id: ID, origin: 'api:token' }]);
    host.engine.fault = {
      error_type: 'connection_refused',
      message: 'no',
      details: { delivery: { outcome: 'dropped', reason: 'It is not connected.' } },
    };
    expect(await call('POST', `${PATH}/send`, message)).toMatchObject({
      status: 200,
      body: { outcome: 'dropped', reason: 'It is not connected.' },
    });
    host.engine.fault = { error_type: 'refused', message: 'PANIC', details: {} };
    expect(await call('POST', `${PATH}/send`, message)).toMatchObject({
      status: 403,
      body: { error: { details: { execution_id: 'e1' } } },
    });
    expect(await call('POST', `${PATH}/send`, { on: true })).toMatchObject({ status: 400 });
    expect(await call('POST', '/api/hardware/none/send', message)).toMatchObject({
      status: 404,
    });
  });

  test('one that has no buzzers can not be pressed', async () => {
    await call('PUT', PATH, aDesk());
    const answer = await call('POST', `${PATH}/press`, { buzzer_id: '1' });
    expect(answer.status).toBe(400);
    expect(faultIn(answer.body)).toMatchObject({
      message: expect.stringContaining('no buzzers'),
    });
  });

  test.each([
    [{ kind: 'kettle' }, 'kind'],
    [{ host: 'a b' }, 'host'],
    [{ client_id: 'other' }, 'client_id'],
    [{ triggers: [{ message_type: 'x' }] }, 'triggers[0].intent_name'],
    [{ outbound: { buzzer_pressed: { policy: 'queue' } } }, 'outbound'],
    [{ kind: 'osc_bridge', mapping_file: 'here.yaml' }, 'mapping_file'],
    [{ kind: 'buzzer', buzzers: [{ buzzer_id: '1' }, { buzzer_id: '1' }] }, 'buzzers'],
  ])('%j is refused, and the field named', async (extra, field) => {
    const answer = await call('PUT', PATH, aDesk(extra));
    expect(answer.status).toBe(400);
    expect(faultIn(answer.body)).toMatchObject({ details: { fields: [{ field }] } });
    expect(await listed()).toEqual([]);
  });

  test.each([encodeURIComponent('a\u0000b'), 'a'.repeat(129)])(
    'the id %s is refused',
    async (id) => {
      const answer = await call('PUT', `/api/hardware/${id}`, aDesk());
      expect([400, 404]).toContain(answer.status);
      expect(host.texts.size).toBe(0);
    },
  );
});

const connected = async (): Promise<ContractRouterClient<typeof contract>> => {
  const { port } = host.web;
  const headers = { cookie: `mcr_token_${port}=${TOKEN}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return createORPCClient(new RPCLink({ websocket: socket }));
};

test('an agent looks at hardware, and neither changes nor presses it', async () => {
  await call('PUT', PATH, aDesk());
  const { hardware } = host.router;
  const byAgent = { context: { origin: 'agent:cam', via: 'grpc' } } as const;
  const params = { client_id: ID };
  expect(await ask(hardware.list, undefined, byAgent)).toMatchObject([{ client_id: ID }]);
  const asked = [
    ask(hardware.put, { params, body: { ...aDesk(), kind: 'generic' } }, byAgent),
    ask(hardware.delete, { params }, byAgent),
    ask(hardware.start, { params }, byAgent),
    ask(hardware.stop, { params }, byAgent),
    ask(hardware.send, { params, body: { type: 'x' } }, byAgent),
    ask(hardware.press, { params, body: { buzzer_id: '1' } }, byAgent),
    ask(hardware.logLevel, { params, body: { level: 'debug' } }, byAgent),
  ];
  for (const refused of asked)
    await expect(refused).rejects.toMatchObject({
      code: 'refused',
      data: { details: { reason: 'needs_operator' } },
    });
  expect(host.engine.asked).toEqual([]);
  expect(await call('GET', PATH)).toMatchObject({ status: 200, body: { game_id: 1 } });
});

describe('over RPC', () => {
  test('traffic comes until the caller leaves', async () => {
    await call('PUT', PATH, aDesk());
    await isOpen();
    const client = await connected();
    const traffic = await client.hardware.traffic({ client_id: ID });
    const first = traffic.next();
    const events = host.hardware.get(ID);
    // The reader is there once its call has arrived.
    const ticking = setInterval(() => backend.say({ type: 'tick' }), 20);
    const { value } = await first;
    clearInterval(ticking);
    expect(value).toMatchObject({ missed: 0, messages: [{ type: 'tick', direction: 'in' }] });
    await traffic.return?.();
    expect(events?.listing().state).toBe('open');
    const log = await client.hardware.log({ client_id: ID });
    expect((await log.next()).value).toMatchObject({
      lines: expect.arrayContaining([expect.objectContaining({ level: 'info' })]),
    });
    await client.hardware.delete({ params: { client_id: ID } });
    expect(await log.next()).toMatchObject({ done: true });
    const none = await client.hardware.traffic({ client_id: 'none' });
    await expect(none.next()).rejects.toMatchObject({ code: 'not_found' });
  });
});
