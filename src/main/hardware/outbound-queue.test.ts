import { once } from 'node:events';
import { expect, test } from 'vitest';
import { OutboundPoliciesSchema } from '#shared/contract/hardware.ts';
import type { Clock } from '../clock.ts';
import { ManualClock } from '../clock-double.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';
import { OutboundQueue } from './outbound-queue.ts';

const queueOf = (limit: number, clock: Clock) => {
  const expired: string[] = [];
  const queue = new OutboundQueue(limit, clock, (type) => expired.push(type));
  const add = (text: string, policy: 'queue' | 'keep_latest' = 'queue', ttl_ms = 500) =>
    queue.add(text.slice(0, 1), text, { policy, ttl_ms }, 'away');
  const flush = (): string[] => {
    const sent: string[] = [];
    queue.flush((text) => sent.push(text) > 0);
    return sent;
  };
  return { queue, expired, add, flush };
};

test('what waits leaves in order; the latest of its type stands at its own time', async () => {
  const { add, flush, queue } = queueOf(10, new ManualClock());
  const replaced = add('a1', 'keep_latest');
  add('b1');
  add('a2', 'keep_latest');
  const kept = add('b2');
  expect(await replaced.settled).toBe('replaced');
  expect(flush()).toEqual(['b1', 'a2', 'b2']);
  expect(await kept.settled).toBe('sent');
  expect(queue.size).toBe(0);
});

test('each expires by its own time, to the millisecond, and is never sent then', async () => {
  const clock = new ManualClock();
  const { add, flush, expired, queue } = queueOf(10, clock);
  const short = add('a', 'queue', 100);
  add('b', 'queue', 300);
  await clock.advance(99);
  expect(queue.size).toBe(2);
  await clock.advance(1);
  expect(await short.settled).toBe('expired');
  expect(queue).toMatchObject({ size: 1, expired: 1 });
  await clock.advance(200);
  expect(flush()).toEqual([]);
  expect(expired).toEqual(['a', 'b']);
});

test('after a freeze of the loop, what is too old is not sent, though no timer has come', () => {
  let now = 0;
  const frozen = {
    now: () => now,
    monotonic: () => now,
    sleep: () => new Promise<never>(() => undefined),
  };
  const { add, flush, expired } = queueOf(10, frozen);
  add('a', 'queue', 100);
  add('b', 'queue', 5000);
  now = 3000;
  expect(flush()).toEqual(['b']);
  expect(expired).toEqual(['a']);
});

test('it holds so many; the oldest makes room', async () => {
  const { add, flush, queue } = queueOf(2, new ManualClock());
  const oldest = add('a1');
  add('a2');
  add('a3');
  expect(await oldest.settled).toBe('dropped');
  expect(queue).toMatchObject({ size: 2, dropped: 1 });
  expect(flush()).toEqual(['a2', 'a3']);
});

test('who takes no more leaves the rest in line', () => {
  const { add, queue, flush } = queueOf(5, new ManualClock());
  add('a1');
  add('a2');
  queue.flush((text) => text === 'a1');
  expect(flush()).toEqual(['a2']);
});

const policies = (of: object): boolean => OutboundPoliciesSchema.safeParse(of).success;

test('a press can only be dropped; a time to live has a bound', () => {
  expect(policies({ buzzer_pressed: { policy: 'drop' } })).toBe(true);
  expect(policies({ buzzer_pressed: { policy: 'keep_latest' } })).toBe(false);
  expect(policies({ lamp: { policy: 'queue', ttl_ms: 60_001 } })).toBe(false);
});

test('while the backend is away: a press is dropped, a level waits, a cue waits its time; then all is told', async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const client = makeClient(
    {
      host: at(backend),
      backoff_max_ms: 200,
      outbound: {
        level: { policy: 'keep_latest', ttl_ms: 5000 },
        cue: { policy: 'queue', ttl_ms: 500 },
      },
    },
    { clock },
  );
  expect(client.send('level', { v: 0 })).toMatchObject({
    outcome: 'dropped',
    reason: 'The client is stopped.',
  });
  await opened(client);
  await backend.setFault('refuse');
  await statusWhere(client, ({ state }) => state === 'waiting');
  expect(client.send('buzzer_pressed', { buzzerId: 2 })).toMatchObject({
    outcome: 'dropped',
    reason: 'The client is waiting.',
  });
  const late = client.send('cue', { n: 1 });
  const first = client.send('level', { v: 1 });
  client.send('level', { v: 2 });
  expect(client.status().queued).toBe(2);
  await clock.advance(500);
  expect(await late.settled).toBe('expired');
  expect(await first.settled).toBe('replaced');
  const inTime = client.send('cue', { n: 2 });
  await backend.setFault(null);
  const back = once(backend.events, 'connected');
  const settled = () => statusWhere(client, ({ state }) => state !== 'connecting');
  for (let at = await settled(); at.state !== 'open'; at = await settled())
    await clock.advance(at.next_try_ms ?? 0);
  await back;
  expect(await inTime.settled).toBe('sent');
  await eventually(() => backend.received.length).toBe(2);
  expect(backend.received.map(({ message }) => message)).toEqual([
    { type: 'level', v: 2 },
    { type: 'cue', n: 2 },
  ]);
  expect(client.status()).toMatchObject({ queued: 0, expired: 1, dropped: 2, messages_out: 2 });
});

test('from the start on a message may wait, and leaves first', async () => {
  const backend = await simulateBackend();
  const client = makeClient({
    host: at(backend),
    outbound: { level: { policy: 'keep_latest', ttl_ms: 20_000 } },
  });
  client.start();
  const { outcome, settled } = client.send('level', { v: 1 });
  expect(outcome).toBe('queued');
  expect(await settled).toBe('sent');
});

test('a stop drops what waits, and says so to who waits for it', async () => {
  const client = makeClient({
    host: '127.0.0.1:1',
    outbound: { level: { policy: 'keep_latest' } },
  });
  client.start();
  await statusWhere(client, ({ state }) => state === 'waiting');
  const { settled } = client.send('level', { v: 1 });
  await client.stop();
  expect(await settled).toBe('dropped');
  expect(client.status()).toMatchObject({ state: 'stopped', queued: 0 });
});

test('what is no JSON or too large is not sent', async () => {
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend), max_message_bytes: 2048 });
  await opened(client);
  const left: unknown[] = [];
  client.events.on('message', (_, message) => left.push(message));
  expect(() => client.send('count', { n: 1n })).toThrow(/can't be written as JSON/);
  for (const type of ['', 'x'.repeat(129)])
    expect(() => client.send(type)).toThrow(/1 to 128 characters/);
  expect(left).toEqual([]);
  expect(client.send('text', { text: 'x'.repeat(3000) }).reason).toContain('2048 bytes');
  expect(client.status().state).toBe('open');
});

test("who does not read is not buried: what can't leave is dropped, or waits", async () => {
  const backend = await simulateBackend();
  const client = makeClient({
    host: at(backend),
    outbound: { level: { policy: 'keep_latest', ttl_ms: 60_000 } },
  });
  await opened(client);
  await backend.setFault('half_open');
  const text = 'x'.repeat(100_000);
  let sent = 0;
  while (client.send('picture', { text }).outcome === 'sent') sent += 1;
  expect(sent).toBeLessThan(1000);
  const { outcome, settled } = client.send('level', { v: 3 });
  expect(outcome).toBe('queued');
  await backend.setFault(null);
  expect(await settled).toBe('sent');
});
