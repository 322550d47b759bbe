import { once } from 'node:events';
import { createServer } from 'node:https';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import { createLog } from '../log.ts';
import { loopbackCertificate } from '../transports/http/certificate-double.ts';
import { createHardwareClient } from './create-hardware-client.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  receivedBy,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';
import { HardwareTrouble } from './hardware-trouble.ts';
import { HardwareWebSocketClient } from './hardware-websocket-client.ts';

test('it says who it is in its address, and no value can add a parameter or a segment', async () => {
  const backend = await simulateBackend();
  const client = makeClient({
    host: at(backend),
    client_id: 'a&client_type=x/../y',
    game_id: 'late edition/1',
  });
  await opened(client);
  expect(backend.clients).toEqual([
    { game_id: 'late edition/1', client_type: 'buzzer', client_id: 'a&client_type=x/../y' },
  ]);
  expect(client.status().backends[0]?.url).toBe(
    `ws://${at(backend)}/ws/game/late%20edition%2F1/?client_type=buzzer&client_id=a%26client_type%3Dx%2F..%2Fy`,
  );
});

test('setup, connected, messages, disconnected, teardown: in this order, in pairs', async () => {
  const backend = await simulateBackend();
  const seen: string[] = [];
  const client = makeClient(
    { host: at(backend) },
    {
      setup: async () => {
        await Promise.resolve();
        seen.push('setup');
      },
      teardown: () => void seen.push('teardown'),
      on_connected: () => void seen.push('connected'),
      on_disconnected: () => void seen.push('disconnected'),
      on_message: (type) => void seen.push(type),
    },
  );
  // What the backend says at once waits for the setup.
  backend.events.once('connected', () => backend.say({ type: 'first' }));
  await opened(client);
  client.send('echo');
  await receivedBy(backend, 'echo');
  backend.closeAll(1012, 'restart');
  await once(backend.events, 'connected');
  await statusWhere(client, ({ state }) => state === 'open');
  await client.stop();
  expect(seen.filter((word) => word !== 'echo')).toEqual([
    'setup',
    'connected',
    'first',
    'disconnected',
    'teardown',
    'setup',
    'connected',
    'disconnected',
    'teardown',
  ]);
});

test('a ping is answered with its timestamp and sender, whatever these are', async () => {
  const backend = await simulateBackend();
  await opened(makeClient({ host: at(backend) }));
  const first = receivedBy(backend, 'pong');
  backend.say({ type: 'ping', timestamp: 1795888758.25, sender_id: 'overlay' });
  expect(await first).toEqual({
    type: 'pong',
    timestamp: 1795888758.25,
    target_sender_id: 'overlay',
  });
  const second = receivedBy(backend, 'pong');
  backend.say({ type: 'ping', timestamp: '2026-11-28T18:00:00Z' });
  expect(await second).toEqual({
    type: 'pong',
    timestamp: '2026-11-28T18:00:00Z',
    target_sender_id: null,
  });
});

test('a subclass gets its messages typed; what does not fit is counted and told of, not handed out', async () => {
  const backend = await simulateBackend();
  const Messages = z.discriminatedUnion('type', [
    z.object({ type: z.literal('toggle_buzzers'), enabled: z.boolean() }),
    z.object({ type: z.literal('scene'), name: z.string() }),
  ]);
  const handed: z.infer<typeof Messages>[] = [];
  class Buzzer extends HardwareWebSocketClient<z.infer<typeof Messages>> {
    protected override handleMessage(message: z.infer<typeof Messages>): void {
      handed.push(message);
      if (message.type === 'scene') this.send('done');
    }
  }
  const client = new Buzzer(
    { client_id: 'a', client_type: 'buzzer', host: at(backend), game_id: 1 },
    { messages: Messages, log: createLog('silent') },
  );
  onTestFinished(() => client.stop());
  await opened(client);
  backend.say({ type: 'toggle_buzzers', enabled: 'yes' });
  backend.say({ type: 'toggle_buzzers', enabled: true });
  const done = receivedBy(backend, 'done');
  backend.say({ type: 'scene', name: 'talk' });
  await done;
  expect(handed).toEqual([
    { type: 'toggle_buzzers', enabled: true },
    { type: 'scene', name: 'talk' },
  ]);
  expect(client.status()).toMatchObject({
    messages_in: 3,
    rejected: 1,
    last_error: expect.stringContaining('"toggle_buzzers" does not fit: enabled:'),
  });
});

test('callbacks get the type of their schema', () => {
  const messages = z.object({ type: z.literal('level'), v: z.number() });
  createHardwareClient(
    { client_id: 'a', client_type: 'x', host: 'localhost', game_id: 1 },
    {
      messages,
      log: createLog('silent'),
      on_message: (type, message) => {
        expectTypeOf(type).toEqualTypeOf<'level'>();
        expectTypeOf(message.v).toEqualTypeOf<number>();
      },
    },
  );
});

test('messages are handled one after the other; a handler that throws or hangs is told of, and the next comes', async () => {
  const backend = await simulateBackend();
  const began: unknown[] = [];
  const second = Promise.withResolvers<void>();
  const client = makeClient(
    { host: at(backend), handler_timeout_ms: 50 },
    {
      on_message: async (_type, message: HardwareMessage) => {
        began.push(message['n']);
        if (message['n'] === 1) throw new Error('no such lamp');
        if (message['n'] === 2) await new Promise(() => undefined);
        second.resolve();
      },
    },
  );
  await opened(client);
  const errors: string[] = [];
  client.events.on('log', ({ level, text }) => {
    if (level === 'warn') errors.push(text);
  });
  for (const n of [1, 2, 3]) backend.say({ type: 'lamp', n });
  await second.promise;
  expect(began).toEqual([1, 2, 3]);
  expect(errors).toEqual([
    'no such lamp',
    expect.stringMatching(/^A handler did not end within 0.05 s/),
  ]);
  expect(client.status().state).toBe('open');
});

test('a setup that fails closes the connection, is torn down, and is tried again', async () => {
  const backend = await simulateBackend();
  const seen: string[] = [];
  let broken = true;
  const client = makeClient(
    { host: at(backend) },
    {
      setup: () => {
        seen.push('setup');
        if (broken) throw new Error('The GPIO chip is busy.');
      },
      teardown: () => {
        seen.push('teardown');
        broken = false;
      },
    },
  );
  await opened(client);
  expect(seen).toEqual(['setup', 'teardown', 'setup']);
  expect(client.status().last_error).toBe(
    'The hardware could not be set up: The GPIO chip is busy. It is tried again.',
  );
});

test('wrong settings are refused at once, and the message names the field', () => {
  expect(() => makeClient({ host: 'studio/../x' })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^host: Type a name or address/),
    }),
  );
  expect(() => makeClient({ host: 'a:70000' })).toThrow(/from 1 to 65535/);
  expect(() => makeClient({ host: 'a', path: '/ws/{room}/' })).toThrow(HardwareTrouble);
  expect(() => makeClient({ host: 'a', client_id: 'a\nb' })).toThrow(/control characters/);
  expect(() => makeClient({ host: 'a', client_id: '' })).toThrow(/client_id/);
  expect(() =>
    makeClient({ host: 'a', outbound: { buzzer_pressed: { policy: 'queue', ttl_ms: 1000 } } }),
  ).toThrow(/A press is never sent late/);
});

test("over TLS with the backend's own authority, with a token, compressed", async () => {
  const { key, cert } = loopbackCertificate;
  const server = createServer({ key, cert });
  const backend = await simulateBackend({ server, token: 'word', compression: true });
  let asked = 0;
  const bearer = () => {
    asked += 1;
    return 'word';
  };
  const trusting = makeClient(
    { host: `localhost:${backend.port}`, secure: true, compression: true },
    { ca: cert, auth: { bearer } },
  );
  await opened(trusting);
  const text = 'x'.repeat(5000);
  const got = receivedBy(backend, 'text');
  trusting.send('text', { text });
  expect(await got).toEqual({ type: 'text', text });
  expect(asked).toBe(1);
  const wary = makeClient({ host: at(backend), secure: true }, { auth: { bearer } });
  wary.start();
  const { last_error } = await statusWhere(wary, ({ state }) => state === 'waiting');
  expect(last_error).toContain('No secure connection to');
});

test.each([
  { auth: undefined, why: 'HTTP 401' },
  { auth: { bearer: 'wrong' }, why: 'HTTP 401' },
])('who is not let in stops, and says so: $why', async ({ auth, why }) => {
  const backend = await simulateBackend({ token: 'word' });
  const client = makeClient({ host: at(backend) }, { auth });
  await client.run();
  expect(client.status()).toMatchObject({
    state: 'stopped',
    last_error: expect.stringContaining(why),
  });
  expect(client.status().last_error).toContain('Correct the token');
  expect(backend.attempts).toBe(1);
});

test.each([1008, 4401])(
  'a backend that closes with %d is not asked again until somebody starts it',
  async (code) => {
    const backend = await simulateBackend();
    const client = makeClient({ host: at(backend) });
    const running = client.run();
    await statusWhere(client, ({ state }) => state === 'open');
    backend.closeAll(code, 'token expired');
    await running;
    expect(client.status()).toMatchObject({
      state: 'stopped',
      last_error: expect.stringContaining(`${code}: token expired`),
    });
    await opened(client);
    expect(backend.attempts).toBe(2);
  },
);

test('values of other parameters may be tokens: no eye sees them', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend), query: { key: 'hush', client_id: 'other' } });
  const { backends } = await opened(client);
  expect(backend.clients[0]?.client_id).toBe('a');
  expect(backends[0]?.url).toContain('&key=…');
  expect(JSON.stringify([client.status(), client.log.lines])).not.toContain('hush');
});

test('the page sees and filters what comes and leaves, while it looks', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) });
  await opened(client);
  const seen: unknown[] = [];
  client.events.on('traffic', (traffic) => seen.push(traffic));
  client.send('echo', { n: 1 });
  await eventually(() => seen).toHaveLength(2);
  backend.sayRaw('no');
  await eventually(() => seen).toHaveLength(3);
  expect(seen).toMatchObject([
    { direction: 'out', type: 'echo', text: '{"type":"echo","n":1}', bytes: 21, note: null },
    { direction: 'in', type: 'echo', text: '{"type":"echo","n":1}', bytes: 21, note: null },
    { direction: 'in', type: null, text: 'no', bytes: 2, note: 'It is not JSON.' },
  ]);
});

test('a listener that throws harms nobody', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) });
  client.events.on('changed', () => {
    throw new Error('a page that is wrong');
  });
  client.start();
  await eventually(() => client.status().state).toBe('open');
  expect(client.status().last_error).toBe('a page that is wrong');
});

test('the log has a level that can be changed while it runs', async () => {
  const client = makeClient({ host: 'localhost:1' });
  client.send('lamp');
  expect(client.log.lines).toEqual([]);
  client.log.level = 'debug';
  client.send('lamp');
  expect(client.log.lines).toEqual([
    {
      at: expect.any(String),
      level: 'debug',
      text: '"lamp" was not sent. The client is stopped.',
    },
  ]);
  expect(client.status().log_level).toBe('debug');
});

test('a type that is the name of something else has no policy either', async () => {
  const client = makeClient({ host: 'localhost:1' });
  client.start();
  await statusWhere(client, ({ state }) => state === 'waiting');
  for (const type of ['constructor', '__proto__'])
    expect(client.send(type)).toMatchObject({ outcome: 'dropped' });
});

test('with a probe of its clock, the backend is asked with each ping', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend), clock_probe: true, heartbeat_ms: 100 });
  await opened(client);
  const { clock_offset_ms, clock_margin_ms } = await statusWhere(
    client,
    ({ clock_samples }) => clock_samples > 1,
  );
  // Both clocks are the same one.
  expect(Math.abs(clock_offset_ms ?? Infinity)).toBeLessThanOrEqual(clock_margin_ms ?? 0);
});
