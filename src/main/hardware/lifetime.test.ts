import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { ManualClock } from '../clock-double.ts';
import { at, makeClient, opened, simulateBackend, statusWhere } from './hardware-fixture.ts';

/** Time by hand that counts who waits for it. */
class CountingClock implements Clock {
  waiting = 0;
  readonly #clock = new ManualClock();
  now(): number {
    return this.#clock.now();
  }
  monotonic(): number {
    return this.#clock.monotonic();
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waiting += 1;
    try {
      await this.#clock.sleep(ms, signal);
    } finally {
      this.waiting -= 1;
    }
  }
  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }
}

const hangs = () => new Promise<never>(() => undefined);

const timersOfNode = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('24 h with a ping every 5 s and a loss every hour leave no timer and no listener behind', async () => {
  const clock = new CountingClock();
  const backend = await simulateBackend();
  let life: AbortSignal | undefined;
  const client = makeClient(
    { host: at(backend), outbound: { level: { policy: 'keep_latest', ttl_ms: 1000 } } },
    {
      clock,
      setup: (signal) => {
        life = signal;
      },
    },
  );
  const late = AbortSignal.timeout(50_000);
  const listeners = (): number => (life ? getEventListeners(life, 'abort').length : -1);
  const reopen = async (): Promise<void> => {
    for (;;) {
      const { state, next_try_ms } = await statusWhere(client, (s) => s.state !== 'connecting');
      if (state === 'open') break;
      await clock.advance(next_try_ms ?? 0);
    }
    await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  };
  /** One ping and its answer, which travels over a real socket. */
  const beat = async (): Promise<void> => {
    const answer = once(client.events, 'changed', { signal: late });
    await clock.advance(1500);
    await setImmediate();
    await clock.advance(3500);
    await answer;
  };
  client.start();
  await reopen();
  await beat();
  const timers = timersOfNode();
  const atFirst = { waiting: clock.waiting, listeners: listeners() };
  expect(atFirst).toEqual({ waiting: 1, listeners: 1 });
  for (let hour = 0; hour < 24; hour += 1) {
    for (let ping = 0; ping < 720; ping += 1) await beat();
    backend.closeAll(1012, 'Hourly.');
    await statusWhere(client, ({ state }) => state === 'waiting');
    client.send('level', { hour });
    await reopen();
  }
  await beat();
  expect(client.status()).toMatchObject({ state: 'open', loss: 0, messages_out: 24 });
  expect({ waiting: clock.waiting, listeners: listeners() }).toEqual(atFirst);
  // The test runner has a timer of its own, now and then.
  expect(timersOfNode()).toBeLessThanOrEqual(timers + 1);
  await client.stop();
  expect({ waiting: clock.waiting, listeners: listeners() }).toEqual({
    waiting: 0,
    listeners: 0,
  });
}, 60_000);

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
  await expect.poll(() => seen).toEqual(['teardown', 'shutdown']);
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
    await expect.poll(() => said, { timeout: 10_000 }).toContain('connected');
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(said).toBe('setup\nconnected\nteardown\n');
  },
  15_000,
);
