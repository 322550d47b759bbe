import { expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { receivedBy } from './hardware-fixture.ts';
import { hardwarePerformer } from './hardware-performer.ts';
import { DESK, studio } from './runtime/studio-fixture.ts';

test('an intent sends a message: sent, or failed with what the queue did', async () => {
  const room = await studio();
  await room.open({ outbound: { lamp: { policy: 'queue', ttl_ms: 200 } } });
  await room.intent('lamp', {
    action_type: 'hardware',
    device_id: 'desk%2F1%26a',
    protocol_name: 'lamp',
    variables: { on: true, who: '$who' },
  });
  const arrived = receivedBy(room.backend, 'lamp');
  const fire = () =>
    room.engine.execute({
      intent_name: 'lamp',
      origin: 'operator',
      context: { who: 'Ann', more: 'is not asked for' },
    });
  expect(await fire()).toMatchObject({
    outcome: 'sent',
    trace: [
      {
        command: {
          transport: 'hardware',
          client_id: DESK,
          message_type: 'lamp',
          fields: { on: true, who: 'Ann' },
        },
      },
    ],
  });
  expect(await arrived).toEqual({ type: 'lamp', on: true, who: 'Ann' });

  await room.backend.setFault('refuse');
  await expect.poll(() => room.state()).not.toBe('open');
  expect(await fire()).toMatchObject({
    outcome: 'failed',
    error: { details: { delivery: { outcome: 'expired' }, short: 'expired' } },
  });
  // What comes back in time takes the message that waited along.
  await room.put({ outbound: { lamp: { policy: 'queue', ttl_ms: 10_000 } } });
  const waiting = fire();
  const there = receivedBy(room.backend, 'lamp');
  await expect.poll(() => room.runtime.get(DESK)?.listing().queued).toBe(1);
  await room.backend.setFault(null);
  expect(await waiting).toMatchObject({ outcome: 'sent' });
  expect(await there).toMatchObject({ who: 'Ann' });

  await room.runtime.get(DESK)?.stop();
  expect(await fire()).toMatchObject({
    outcome: 'failed',
    error: { details: { delivery: { outcome: 'dropped' } } },
  });
  await room.store.remove('hardware', DESK);
  await expect.poll(() => room.runtime.get(DESK)).toBeNull();
  expect(await fire()).toMatchObject({
    outcome: 'failed',
    error: { error_type: 'device_not_found' },
  });
});

test.each([
  ['PANIC', 'cancelled'],
  ['the end of its time', 'expired'],
] as const)('what waits for the backend is taken back by %s', async (how, outcome) => {
  const room = await studio();
  await room.open({ outbound: { lamp: { policy: 'queue', ttl_ms: 30_000 } } });
  await room.intent('lamp', {
    action_type: 'hardware',
    device_id: 'desk%2F1%26a',
    protocol_name: 'lamp',
  });
  await room.backend.setFault('refuse');
  await expect.poll(() => room.state()).not.toBe('open');
  const queued = () => room.runtime.get(DESK)?.listing().queued;
  const fired = room.engine.execute({
    intent_name: 'lamp',
    origin: 'operator',
    ...(how === 'PANIC' ? {} : { timeout_ms: 300 }),
  });
  await expect.poll(queued).toBe(1);
  if (how === 'PANIC') await room.engine.panic.engage('operator');
  expect(await fired).toMatchObject({ outcome });
  expect(queued()).toBe(0);
  await room.backend.setFault(null);
  await expect.poll(() => room.state()).toBe('open');
  expect(room.runtime.get(DESK)?.listing()).toMatchObject({ messages_out: 0 });
});

test('what an intent sends fires no trigger of its own: nothing goes round', async () => {
  const room = await studio();
  await room.intent('again', {
    action_type: 'hardware',
    device_id: 'desk%2F1%26a',
    protocol_name: 'again',
  });
  await room.open({
    triggers: [
      { message_type: 'again', direction: 'out', intent_name: 'again', debounce_ms: 0 },
    ],
  });
  const arrived = receivedBy(room.backend, 'again');
  await room.engine.execute({ intent_name: 'again', origin: 'operator' });
  await arrived;
  expect(room.runtime.get(DESK)?.listing()).toMatchObject({ messages_out: 1, triggered: 0 });
});

test('what an intent sends pulls no trigger either where one alike was ordered before it and replaced', async () => {
  const room = await studio();
  await room.intent('again', {
    action_type: 'hardware',
    device_id: 'desk%2F1%26a',
    protocol_name: 'again',
  });
  await room.open({
    outbound: { again: { policy: 'keep_latest', ttl_ms: 20_000 } },
    triggers: [
      { message_type: 'again', direction: 'out', intent_name: 'again', debounce_ms: 0 },
    ],
  });
  await room.backend.setFault('refuse');
  await expect.poll(() => room.state()).not.toBe('open');
  const fire = () => room.engine.execute({ intent_name: 'again', origin: 'operator' });
  const queued = () => room.runtime.get(DESK)?.listing().queued;
  const first = fire();
  await expect.poll(queued).toBe(1);
  const second = fire();
  expect(await first).toMatchObject({ error: { details: { short: 'replaced' } } });
  const arrived = receivedBy(room.backend, 'again');
  await room.backend.setFault(null);
  await arrived;
  expect(await second).toMatchObject({ outcome: 'sent' });
  expect(room.runtime.get(DESK)?.listing()).toMatchObject({ messages_out: 1, triggered: 0 });
});

test('what is sent over REST goes as it is: nothing in it is a template, whatever its type', async () => {
  const room = await studio();
  await room.open();
  const message = { type: '100%41 / {x}', text: '{not} a $template', n: [1, null] };
  const arrived = receivedBy(room.backend, message.type);
  expect(
    await room.engine.sendHardware({ client_id: DESK, message, origin: 'api:token' }),
  ).toMatchObject({ outcome: 'sent' });
  expect(await arrived).toEqual(message);
});

test('a type of message that is the name of something else may not wait either', async () => {
  const room = await studio();
  await room.open();
  const asked = { target: 'desk%2F1%26a', command: 'constructor', values: {}, own: [] };
  expect(hardwarePerformer(systemClock, () => room.runtime).prepare(asked)).toMatchObject({
    ok: true,
    longestMs: 1000,
  });
});
