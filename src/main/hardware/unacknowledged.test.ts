import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  receivedBy,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';
import { Unacknowledged } from './unacknowledged.ts';

test('an answer to a ping is one for all that left before it, and for nothing that left after', () => {
  const open = new Unacknowledged();
  open.sent('a', '1');
  open.pinged(1);
  open.sent('b', '2');
  open.pinged(2);
  open.sent('c', '3');
  expect([open.isOpen(1), open.isOpen(2)]).toEqual([true, true]);
  open.answered(1);
  expect([open.isOpen(1), open.isOpen(2)]).toEqual([false, true]);
  // A backend may answer the newest ping alone.
  open.pinged(3);
  open.sent('d', '4');
  open.answered(3);
  expect(open.take()).toEqual({ messages: [{ type: 'd', text: '4' }], count: 1 });
  expect(open.take()).toEqual({ messages: [], count: 0 });
});

test('of many the first are kept, and all are counted', () => {
  const open = new Unacknowledged();
  for (let n = 0; n < 150; n += 1) open.sent('a', String(n));
  open.pinged(1);
  open.sent('a', '150');
  const { messages, count } = open.take();
  expect(count).toBe(151);
  expect(messages).toHaveLength(100);
  expect(messages[0]?.text).toBe('0');
});

const onManualClock = async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) }, { clock });
  await opened(client);
  await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  return { clock, backend, client };
};

test('what left into a dead connection is told of by its type, and counted', async () => {
  const { clock, backend, client } = await onManualClock();
  await backend.setFault('half_open');
  client.send('lamp', { on: true });
  client.send('lamp', { on: false });
  client.send('scene');
  while (client.status().state !== 'waiting') await clock.advance(500);
  expect(client.status()).toMatchObject({
    unacknowledged: 3,
    last_error: expect.stringContaining(
      `3 messages may not have arrived at ${at(backend)}: "lamp", "scene".`,
    ),
  });
  expect(client.log.lines.map(({ text }) => text).join()).toContain('left 2 pings unanswered');
});

test('what left before a ping that was answered has arrived, whatever becomes of the connection', async () => {
  const { clock, backend, client } = await onManualClock();
  client.send('lamp', { on: true });
  const answered = once(client.events, 'changed');
  await clock.advance(1500);
  await setImmediate();
  await clock.advance(3500);
  await answered;
  backend.closeAll(1011, 'It broke.');
  await statusWhere(client, ({ state }) => state !== 'open');
  expect(client.status()).toMatchObject({
    unacknowledged: 0,
    last_error: expect.stringContaining('It broke.'),
  });
});

test('a backend that answers the goodbye has read all; one that does not may not have', async () => {
  const { clock, backend, client } = await onManualClock();
  client.send('lamp', { n: 1 });
  await client.stop();
  expect(client.status().unacknowledged).toBe(0);
  await opened(client);
  await backend.setFault('half_open');
  client.send('lamp', { n: 2 });
  const stopped = client.stop();
  await clock.advance(1000);
  await stopped;
  expect(client.status().unacknowledged).toBe(1);
});

test('a press that is not answered for in time is cut off, so that it can not arrive late, and told of', async () => {
  const { clock, backend, client } = await onManualClock();
  await clock.advance(2000);
  await backend.setFault('half_open');
  expect(client.send('buzzer_pressed', { buzzerId: 'red' }).outcome).toBe('sent');
  await clock.advance(1499);
  expect(client.status().state).toBe('open');
  await clock.advance(1);
  const status = await statusWhere(client, ({ state }) => state === 'waiting');
  expect(status).toMatchObject({
    unacknowledged: 1,
    last_error: expect.stringContaining('"buzzer_pressed"'),
  });
  expect(status.backends[0]?.last_error).toContain("the press can't arrive late");
});

test('a press that is answered for cuts nothing, neither while a handler holds up what comes', async () => {
  const held = Promise.withResolvers<void>();
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const client = makeClient(
    { host: at(backend), handler_timeout_ms: 60_000 },
    { clock, on_message: () => held.promise },
  );
  await opened(client);
  const first = receivedBy(backend, 'buzzer_pressed');
  client.send('buzzer_pressed', { buzzerId: 'red' });
  await first;
  backend.say({ type: 'long' });
  await eventually(() => client.status().messages_in).toBe(1);
  client.send('buzzer_pressed', { buzzerId: 'blue' });
  await clock.advance(4000);
  expect(client.status().state).toBe('open');
  const answered = statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  held.resolve();
  await answered;
  await clock.advance(4000);
  await client.stop();
  expect(client.status()).toMatchObject({ unacknowledged: 0, last_error: null });
});
