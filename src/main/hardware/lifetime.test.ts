import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  at,
  eventually,
  makeClient,
  opened,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';
import { CountingClock, liveOneDay } from './one-day-double.ts';

const hangs = () => new Promise<never>(() => undefined);

test('24 h with a ping every 5 s and a loss every hour leave no timer and no listener behind', async () => {
  const { first, last, end, status, life } = await liveOneDay();
  const idle = { waits: 1, listeners: 1, events: 0 };
  expect(first).toMatchObject(idle);
  // 24 presses, and 24 levels that waited.
  expect(status).toMatchObject({ state: 'open', messages_out: 48, queued: 0, expired: 0 });
  expect(last).toMatchObject(idle);
  expect(last.processListeners).toBe(first.processListeners);
  expect(last.sockets).toBeLessThanOrEqual(first.sockets);
  // The test runner has a timer of its own, now and then.
  expect(last.timers).toBeLessThanOrEqual(first.timers + 1);
  expect(end).toMatchObject({ waits: 0, listeners: 0, events: 0 });
  expect(end.sockets).toBeLessThan(last.sockets);
  expect(life.handled).toBe(24);
  expect(life.setups).toBeGreaterThan(24);
  expect(life.teardowns).toBe(life.setups);
  expect(life.pings).toBeGreaterThanOrEqual(24 * 720);
}, 120_000);

test.each(['waiting', 'connecting', 'open', 'stale'] as const)(
  'a stop while it is %s ends at once and leaves nothing',
  async (wanted) => {
    const backend = await simulateBackend();
    const clock = new CountingClock();
    if (wanted === 'waiting') await backend.setFault('refuse');
    if (wanted === 'connecting') await backend.setFault('stall');
    const client = makeClient({ host: at(backend) }, { clock });
    client.start();
    await statusWhere(client, ({ state }) => state === (wanted === 'stale' ? 'open' : wanted));
    if (wanted === 'stale') {
      await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
      await backend.setFault('half_open');
      while (client.status().state !== 'stale') await clock.advance(500);
    }
    const stopped = client.stop();
    // A backend that is dead does not answer the goodbye: a second later the socket is cut.
    for (let turn = 0; turn < 20; turn += 1) await clock.advance(100);
    await stopped;
    expect(client.status().state).toBe('stopped');
    expect(clock.waiting).toBe(0);
  },
);

test('a stop says goodbye with 1000', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) });
  await opened(client);
  const gone = once(backend.events, 'disconnected');
  await client.stop();
  expect((await gone)[1]).toBe(1000);
});

test('a setup and a teardown that never end hold up neither the next try nor the stop', async () => {
  const backend = await simulateBackend();
  const client = makeClient(
    { host: at(backend), handler_timeout_ms: 30 },
    { setup: hangs, teardown: hangs },
  );
  client.start();
  await statusWhere(client, ({ attempts }) => attempts >= 2);
  await client.stop();
  expect(client.log.lines.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^teardown did not end within 0.03 s/),
  );
});

test('a handler may stop the client that it belongs to, and wait for it', async () => {
  const backend = await simulateBackend();
  const seen: string[] = [];
  const client = makeClient(
    { host: at(backend) },
    {
      on_message: async (type) => {
        await client.stop();
        seen.push(type);
      },
      teardown: () => void seen.push('teardown'),
    },
  );
  await opened(client);
  const ended = client.run();
  backend.say({ type: 'shutdown' });
  await ended;
  // It waits for itself; after a second it is not waited for any more.
  await eventually(() => seen).toEqual(['teardown', 'shutdown']);
});

test('a stop is heard at once, though a handler holds up what comes', async () => {
  const backend = await simulateBackend();
  const clock = new CountingClock();
  const client = makeClient({ host: at(backend) }, { clock, on_message: hangs });
  await opened(client);
  backend.say({ type: 'long' });
  await eventually(() => client.status().messages_in).toBe(1);
  const gone = once(backend.events, 'disconnected');
  const stopped = client.stop();
  // No time passes up to here: the goodbye is answered and the answer read.
  await statusWhere(client, ({ state }) => state === 'stopped');
  expect((await gone)[1]).toBe(1000);
  await clock.advance(1000);
  await stopped;
});

test('a stop lets the handler that is at work come to its end, then tears down', async () => {
  const backend = await simulateBackend();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const client = makeClient(
    { host: at(backend) },
    {
      on_message: async () => {
        await gate.promise;
        seen.push('handled');
      },
      teardown: () => void seen.push('teardown'),
    },
  );
  await opened(client);
  backend.say({ type: 'long' });
  await eventually(() => client.status().messages_in).toBe(1);
  const stopped = client.stop();
  await statusWhere(client, ({ state }) => state === 'stopped');
  expect(seen).toEqual([]);
  gate.resolve();
  await stopped;
  expect(seen).toEqual(['handled', 'teardown']);
});

test('after a stop nothing is handed out any more, whatever still comes', async () => {
  const backend = await simulateBackend();
  let handed = 0;
  const client = makeClient(
    { host: at(backend) },
    {
      on_message: () => {
        handed += 1;
      },
    },
  );
  await opened(client);
  await backend.setFault('flood');
  await eventually(() => handed).toBeGreaterThan(0);
  const stopped = client.stop();
  const before = handed;
  await stopped;
  expect(handed).toBe(before);
});

test('a token that nobody hands out holds up no stop', async () => {
  const backend = await simulateBackend();
  const clock = new CountingClock();
  const client = makeClient({ host: at(backend) }, { clock, auth: { bearer: hangs } });
  client.start();
  await statusWhere(client, ({ state }) => state === 'connecting');
  await client.stop();
  expect(clock.waiting).toBe(0);
  expect(backend.attempts).toBe(0);
});

test('a loss is told at once, however long the hardware takes to be let go of', async () => {
  const backend = await simulateBackend();
  const gate = Promise.withResolvers<void>();
  const client = makeClient({ host: at(backend) }, { teardown: () => gate.promise });
  await opened(client);
  backend.closeAll(1011, 'It broke.');
  const status = await statusWhere(client, ({ state }) => state !== 'open');
  expect(status).toMatchObject({
    state: 'waiting',
    next_try_ms: null,
    last_error: expect.stringContaining('It broke.'),
  });
  gate.resolve();
  await statusWhere(client, ({ state }) => state === 'open');
});

test('start and stop in any order end as the last one said', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) });
  client.start();
  client.start();
  void client.stop();
  client.start();
  await statusWhere(client, ({ state }) => state === 'open');
  expect(backend.clients).toHaveLength(1);
  const stops = [client.stop(), client.stop()];
  await Promise.all(stops);
  expect(client.status().state).toBe('stopped');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a client that is a program of its own stops on %s, tears down and ends with 0',
  async (signal) => {
    const backend = await simulateBackend();
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('stand-alone-double.ts', import.meta.url)), at(backend)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await eventually(() => said).toContain('connected');
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(said).toBe('setup\nconnected\nteardown\n');
  },
  30_000,
);
