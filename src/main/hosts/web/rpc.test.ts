import { once } from 'node:events';
import { createORPCClient, isDefinedError, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { contract } from '#shared/contract/index.ts';
import { SERIES } from '#shared/contract/live-telemetry.ts';
import { ManualClock } from '../../clock-double.ts';
import { anExecution } from '../../telemetry/telemetry-fixture.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
let sockets: WebSocket[] = [];
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await host[Symbol.asyncDispose]();
});

const dial = (options: ClientOptions = {}, path = '/rpc', port = host.web.port): WebSocket => {
  const headers = { cookie: `mcr_token_${port}=${TOKEN}`, ...options.headers };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { ...options, headers });
  sockets.push(socket);
  return socket;
};

const clientOf = (socket: WebSocket): ContractRouterClient<typeof contract> =>
  createORPCClient(new RPCLink({ websocket: socket }));

const connected = async (port?: number) => {
  const socket = dial({}, '/rpc', port);
  await once(socket, 'open');
  return { socket, client: clientOf(socket) };
};

const key = { device_id: 'deck', page: 1, row: 0, col: 0 };
const press = (phase: 'down' | 'up' | 'press') => ({ params: { ...key, phase } });

/** Makes the next executions wait for their signal; gives the signal of the first. */
const pendingExecution = () => {
  const began = Promise.withResolvers<AbortSignal>();
  const end = Promise.withResolvers<void>();
  host.engine.work = ({ signal }) => {
    if (!signal) return Promise.reject(new Error('no signal'));
    began.resolve(signal);
    signal.addEventListener('abort', () => end.resolve(), { once: true });
    return end.promise;
  };
  return { began: began.promise, end: end.resolve };
};

describe('a call', () => {
  test('is the operator at work', async () => {
    const { client } = await connected();
    const execution = await client.surfaces.press(press('press'));
    expect(execution).toMatchObject({ outcome: 'ok', origin: 'operator' });
    expect(host.engine.asked).toMatchObject([{ ...key, phase: 'press' }]);
  });

  test('ends in an error of the contract, with its fault', async () => {
    const { client } = await connected();
    const missing = await safe(client.intents.get({ params: { name: 'none' } }));
    expect(isDefinedError(missing.error) && missing.error.data).toMatchObject({
      error_type: 'intent_not_found',
      details: { name: 'none' },
    });
    const bad = await safe(client.intents.get({ params: { name: 'a b' } }));
    expect(isDefinedError(bad.error) && bad.error.data).toMatchObject({
      error_type: 'validation_error',
      details: { fields: [{ field: 'name' }] },
    });
    host.store.metrics = () => Promise.reject(new Error('a secret of the inside'));
    const broken = await safe(client.metrics());
    expect(broken.error instanceof ORPCError && broken.error.code).toBe('internal');
    expect(JSON.stringify(broken.error)).not.toContain('secret');
  });

  test('that its caller takes back is cancelled', async () => {
    const { client } = await connected();
    const { began } = pendingExecution();
    const control = new AbortController();
    const call = safe(
      client.intents.execute({ params: { name: 'x' } }, { signal: control.signal }),
    );
    const signal = await began;
    const cancelled = once(signal, 'abort');
    control.abort();
    await cancelled;
    await call;
  });

  test('whose connection is lost runs to its end', async () => {
    const { client, socket } = await connected();
    const { began, end } = pendingExecution();
    const call = safe(client.surfaces.press(press('down')));
    const signal = await began;
    const released = Promise.withResolvers<string>();
    host.engine.onReleased = released.resolve;
    socket.terminate();
    await released.promise;
    expect(signal.aborted).toBe(false);
    // The key went down after its holder was gone: it is let go of again.
    const again = Promise.withResolvers<string>();
    host.engine.onReleased = again.resolve;
    end();
    expect(await again.promise).toBe(await released.promise);
    await call;
  });
});

test('keys are held by their connection and let go with it', async () => {
  const first = await connected();
  const second = await connected();
  await first.client.surfaces.press(press('down'));
  await first.client.surfaces.press(press('up'));
  await second.client.surfaces.press(press('down'));
  const holders = host.engine.asked.map((request) => 'holder' in request && request.holder);
  expect(new Set(holders).size).toBe(2);
  expect(holders[0]).toBe(holders[1]);
  const released = Promise.withResolvers<string>();
  host.engine.onReleased = released.resolve;
  second.socket.close();
  expect(await released.promise).toBe(holders[2]);
  expect(host.engine.released).toEqual([holders[2]]);
});

test('the telemetry gives the past, then the next second', async () => {
  host.telemetry.finished(anExecution({ outcome: 'refused' }), 0);
  const { client } = await connected();
  const events = await client.telemetry();
  expect(await events.next()).toMatchObject({ value: { type: 'past', times: [] } });
  const next = await events.next();
  if (next.done || next.value.type !== 'sample') throw new Error('no sample came');
  expect(next.value.values[SERIES.executions('refused')]).toBeGreaterThan(0);
  await events.return();
  expect(await events.next()).toMatchObject({ done: true });
});

describe('the mirror', () => {
  test('gives a snapshot, then patches, and ends with its reader', async () => {
    host.engine.patches = 2;
    const { client } = await connected();
    const events = await client.mirror();
    const types: string[] = [];
    for await (const event of events) {
      types.push(event.type);
      if (types.length === 3) break;
    }
    expect(types).toEqual(['snapshot', 'patch', 'patch']);
    const [signal] = host.engine.mirrors;
    if (signal && !signal.aborted) await once(signal, 'abort');
    expect(signal?.aborted).toBe(true);
  });

  test('ends with its connection', async () => {
    const { client, socket } = await connected();
    const events = await client.mirror();
    await events.next();
    const [signal] = host.engine.mirrors;
    if (!signal) throw new Error('no mirror');
    const ended = once(signal, 'abort');
    socket.terminate();
    await ended;
  });

  test('waits for a reader that is slow', async () => {
    host.engine.patches = 50_000;
    const { client, socket } = await connected();
    const other = await connected();
    const events = await client.mirror();
    await events.next();
    socket.pause();
    // What fits into the buffers between the two is pulled, and no more: the host answers others all the while.
    let before = -1;
    while (before !== host.engine.pulled) {
      before = host.engine.pulled;
      for (let call = 0; call < 50; call += 1) await other.client.panic.get();
    }
    expect(host.engine.pulled).toBeLessThan(10_000);
    socket.resume();
    await events.next();
  });
});

describe('a socket', () => {
  test.each([
    ['no token', { headers: { cookie: '' } }, '/rpc', 401],
    ['a foreign page', { headers: { origin: 'http://evil.example' } }, '/rpc', 403],
    ['a foreign name', { headers: { host: 'evil.example' } }, '/rpc', 403],
    ['another address', {}, '/other', 404],
    ["an agent's name that is none", { headers: { 'x-agent-id': 'a b' } }, '/rpc', 400],
  ])('is refused: %s', async (_why, options, path, status) => {
    const socket = dial(options, path);
    const refused = Promise.withResolvers<number | undefined>();
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      refused.resolve(response.statusCode);
    });
    socket.on('open', () => refused.resolve(undefined));
    socket.on('error', () => undefined);
    expect(await refused.promise).toBe(status);
  });

  test('opens with the token in its address, or as a header', async () => {
    await once(dial({ headers: { cookie: '' } }, `/rpc?token=${TOKEN}`), 'open');
    await once(dial({ headers: { cookie: '', authorization: `Bearer ${TOKEN}` } }), 'open');
  });

  test('that sends more than 8 MB at once is closed', async () => {
    const { socket } = await connected();
    const closed = once(socket, 'close');
    socket.send('x'.repeat(8_400_000));
    expect((await closed)[0]).toBe(1009);
  });

  test('that does not answer pings is dropped, one that does stays', async () => {
    const clock = new ManualClock();
    await using other = await startTestHost({ clock });
    const silent = dial({ autoPong: false }, '/rpc', other.web.port);
    await once(silent, 'open');
    const { socket } = await connected(other.web.port);
    const pinged = Promise.all([once(silent, 'ping'), once(socket, 'ping')]);
    await clock.advance(10_000);
    await pinged;
    const answer = await clientOf(socket).health();
    expect(answer.ok).toBe(true);
    const dropped = once(silent, 'close');
    await clock.advance(10_000);
    await dropped;
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
    // The host's own grace would wait for this clock.
    await once(socket, 'close');
  });
});

test('closing ends streams and calls in flight within 2 s', async () => {
  const { client, socket } = await connected();
  const events = await client.mirror();
  await events.next();
  const { began } = pendingExecution();
  const hanging = host.api('/api/intents/x/execute', { method: 'POST' }).catch(() => 'cut');
  await began;
  const closed = once(socket, 'close');
  const from = performance.now();
  await host.web.close();
  expect(performance.now() - from).toBeLessThan(2000);
  expect((await closed)[0]).toBe(1001);
  expect(await hanging).toBe('cut');
  expect(host.engine.mirrors[0]?.aborted).toBe(true);
});
