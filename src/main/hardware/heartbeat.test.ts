import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';

/** Moves time on in small steps until it is so, and says how far. */
const advanceUntil = async (clock: ManualClock, is: () => boolean): Promise<number> => {
  const from = clock.monotonic();
  while (!is()) {
    if (clock.monotonic() - from > 60_000) throw new Error('It never came to that.');
    await clock.advance(100);
    // What comes over the socket is real.
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  }
  return clock.monotonic() - from;
};

const onManualClock = async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend) }, { clock });
  await opened(client);
  // The first ping leaves at once.
  await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  return { clock, backend, client };
};

test('a half-open connection is stale after one missed ping and cut after two, within 12 s', async () => {
  const { clock, backend, client } = await onManualClock();
  await backend.setFault('half_open');
  const is = (state: string) => () => client.status().state === state;
  const staleAfter = await advanceUntil(clock, is('stale'));
  expect(staleAfter).toBeGreaterThanOrEqual(6000);
  expect(staleAfter).toBeLessThanOrEqual(7000);
  expect(client.status().heard_age_ms).toBeGreaterThan(6000);
  const cutAfter = staleAfter + (await advanceUntil(clock, is('waiting')));
  expect(cutAfter).toBeLessThanOrEqual(12_000);
  expect(client.status()).toMatchObject({
    loss: 2 / 3,
    last_error: expect.stringContaining('left 2 pings unanswered'),
  });
  expect(client.status().rtt_history_ms.slice(1)).toEqual([null, null]);
  await backend.setFault(null);
  await advanceUntil(clock, is('open'));
});

test('one missed ping is no loss: what is heard again makes it open', async () => {
  const { clock, backend, client } = await onManualClock();
  await backend.setFault('half_open');
  await advanceUntil(clock, () => client.status().state === 'stale');
  // Nothing is sent into what may be dead: it would arrive late.
  expect(client.send('buzzer_pressed', { buzzerId: 1 })).toMatchObject({
    outcome: 'dropped',
    reason: 'The backend does not answer.',
  });
  await backend.setFault(null);
  await statusWhere(client, ({ state }) => state === 'open');
  expect(client.send('buzzer_pressed', { buzzerId: 1 }).outcome).toBe('sent');
});

test('a backend that talks needs to answer no ping', async () => {
  const { clock, backend, client } = await onManualClock();
  let ticks = 0;
  await advanceUntil(clock, () => {
    backend.say({ type: 'tick' });
    ticks += 1;
    return ticks > 200;
  });
  expect(client.status()).toMatchObject({ state: 'open', loss: 0 });
});

test('while a handler holds up what comes, silence proves nothing', async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const held = Promise.withResolvers<void>();
  const client = makeClient(
    { host: at(backend), handler_timeout_ms: 60_000 },
    { clock, on_message: () => held.promise },
  );
  await opened(client);
  await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  backend.say({ type: 'long' });
  await eventually(() => client.status().messages_in).toBe(1);
  const from = clock.monotonic();
  await advanceUntil(clock, () => clock.monotonic() - from > 30_000);
  // Nor is it a loss: answers that are not read yet may have come long ago.
  expect(client.status()).toMatchObject({ state: 'open', loss: 0 });
  held.resolve();
  await clock.advance(0);
});

test('where messages are expected, their absence makes an open client stale', async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const client = makeClient({ host: at(backend), stale_after_ms: 1000 }, { clock });
  await opened(client);
  await clock.advance(1001);
  expect(client.status()).toMatchObject({ state: 'stale', data_age_ms: null });
  backend.say({ type: 'level' });
  await eventually(() => client.status().state).toBe('open');
  expect(client.status().data_age_ms).toBe(0);
});
