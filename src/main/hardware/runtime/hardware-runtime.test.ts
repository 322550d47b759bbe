import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Execution } from '#shared/contract/execution.ts';
import { pressAt } from '../../engine/engine-fixture.ts';
import type { HardwareSimulator } from '../../simulators/hardware/hardware-simulator.ts';
import { at, simulateBackend } from '../hardware-fixture.ts';
import { DESK, studio } from './studio-fixture.ts';

const newest = async ({
  engine,
}: Pick<Awaited<ReturnType<typeof studio>>, 'engine'>): Promise<Execution[]> =>
  engine.executions(10);

const connectedTo = async (backend: HardwareSimulator): Promise<void> => {
  await once(backend.events, 'connected', { signal: AbortSignal.timeout(5000) });
};

test('a message fires an intent with values from its fields: the command arrives, in the name of the client', async () => {
  const room = await studio();
  await room.intent('go', pressAt(1, 0, 3), {
    protocol_name: 'companion_http_text',
    variables: { page: 1, row: 0, col: 3 },
  });
  await room.open({
    triggers: [
      {
        message_type: 'buzzed',
        match: { 'player.ready': true },
        intent_name: 'go',
        context: { text: { field: 'player.name' } },
      },
    ],
  });
  room.backend.say({ type: 'buzzed', player: { ready: false, name: 'Nobody' } });
  room.backend.say({ type: 'buzzed', player: { ready: true, name: 'Zoë {secret:x}' } });
  await room.arrived(2);
  expect(JSON.stringify(room.simulator.received)).toContain('Zoë {secret:x}');
  await expect
    .poll(() => newest(room))
    .toMatchObject([
      {
        origin: 'hardware:desk%2F1%26a',
        intent_name: 'go',
        outcome: 'ok',
        context: { text: 'Zoë {secret:x}' },
      },
    ]);
  expect(room.runtime.get(DESK)?.listing()).toMatchObject({ triggered: 1 });
});

test('a macro is fired the same way', async () => {
  const room = await studio();
  await room.intent('go', pressAt(1, 0, 3));
  await room.store.put('macro', 'show', {
    macro_id: 'show',
    macro_name: 'Show',
    description: '',
    steps: [
      {
        step_number: 1,
        intent_name: 'go',
        wait_for_completion: true,
        timeout_ms: 5000,
        on_failure: 'abort',
        retry_count: 0,
        delay_ms: 0,
      },
    ],
    variables: {},
    on_abort: [],
    created_by: 'operator',
  });
  await room.open({
    triggers: [{ message_type: 'start', macro_id: 'show' }],
  });
  room.backend.say({ type: 'start' });
  await room.arrived(1);
  await expect
    .poll(async () => (await newest(room)).map(({ origin }) => origin).sort())
    .toEqual(['hardware:desk%2F1%26a', 'macro:show']);
});

test('PANIC bars what hardware asks for, and the rate limit of its origin holds', async () => {
  const room = await studio({
    rate_limits: { origins: { hardware: { points: 1, per_ms: 60_000 } }, targets: {} },
  });
  await room.intent('go', pressAt(1, 0, 3));
  await room.open({
    triggers: [{ message_type: 'go', intent_name: 'go', context: { n: { field: 'n' } } }],
  });
  const outcomes = async () =>
    (await newest(room)).map(({ outcome, error }) => [outcome, error?.details['reason']]);
  room.backend.say({ type: 'go', n: 1 });
  await expect.poll(outcomes).toEqual([['ok', undefined]]);
  room.backend.say({ type: 'go', n: 2 });
  await expect.poll(async () => (await outcomes())[0]).toEqual(['refused', 'rate_limited']);
  await room.engine.panic.engage('operator');
  room.backend.say({ type: 'go', n: 3 });
  await expect.poll(async () => (await outcomes())[0]).toEqual(['refused', 'panic']);
  expect(room.simulator.received).toHaveLength(1);
});

test('the same again at once is a bounce, and of a flood only so many run at once', async () => {
  const room = await studio({ timeout_ms: 100_000 });
  await room.intent('slow', { ...pressAt(1, 0, 3), delay_ms: 60_000 });
  await room.open({
    triggers: [
      {
        message_type: 'go',
        intent_name: 'slow',
        context: { n: { field: 'n' } },
        debounce_ms: 10_000,
      },
    ],
  });
  room.backend.say({ type: 'go', n: 0 });
  room.backend.say({ type: 'go', n: 0 });
  for (let n = 1; n < 100; n += 1) room.backend.say({ type: 'go', n });
  await expect
    .poll(() => room.runtime.get(DESK)?.listing())
    .toMatchObject({ triggered: 32, trigger_bounced: 1, trigger_overflow: 68 });
});

test('it follows the store: enabled ones run, new settings connect anew, a deleted one is gone', async () => {
  const room = await studio();
  await room.put({ enabled: false });
  await expect.poll(() => room.state()).toBe('stopped');
  await room.open();
  await room.open({}, 'other');
  await expect.poll(() => room.shown.get(DESK)?.state).toBe('open');
  await expect.poll(() => room.backend.clients.length).toBe(2);
  const attempts = room.backend.attempts;

  // Triggers and words are no part of the connection.
  await room.intent('go', pressAt(1, 0, 3));
  const triggers = [{ message_type: 'go', intent_name: 'go' }];
  await room.put({ description: 'by the stage', log_level: 'debug', triggers });
  await expect.poll(() => room.runtime.get(DESK)?.listing().log_level).toBe('debug');
  room.backend.say({ type: 'go' }, DESK);
  await room.arrived(1);
  expect(room.backend.attempts).toBe(attempts);

  const anew = connectedTo(room.backend);
  await room.put({ game_id: 'late' });
  await anew;
  await expect
    .poll(() => room.backend.clients.map(({ game_id }) => game_id).sort())
    .toEqual(['7', 'late']);

  await room.put({ enabled: false, game_id: 'late' });
  await expect.poll(() => room.state()).toBe('stopped');
  await room.runtime.get(DESK)?.start();
  await expect.poll(() => room.state()).toBe('open');

  await room.store.remove('hardware', DESK);
  await expect.poll(() => room.backend.clients.map((one) => one.client_id)).toEqual(['other']);
  expect(room.runtime.list().map(({ stored }) => stored.client_id)).toEqual(['other']);
  await expect.poll(() => room.shown.get(DESK)).toBeNull();
});

test('a log level that is stored anew counts, whatever was set while it ran; other changes keep that', async () => {
  const room = await studio();
  await room.open();
  const slot = room.runtime.get(DESK);
  slot?.setLogLevel('debug');
  await room.open({ game_id: 8 });
  expect(slot?.listing().log_level).toBe('debug');
  await room.open({ game_id: 9, log_level: 'warn' });
  expect(slot?.listing().log_level).toBe('warn');
});

test('of several control rooms the one that it belongs to runs it', async () => {
  const room = await studio();
  await room.open({ room_id: 'here' });
  await room.put({ room_id: 'other' });
  await expect.poll(() => room.backend.clients).toEqual([]);
  const slot = room.runtime.get(DESK);
  expect(slot?.listing()).toMatchObject({
    state: 'stopped',
    enabled: true,
    problem: 'Another control room runs it.',
  });
  expect(() => slot?.start()).toThrow('Another control room');
  await room.open({ room_id: null });
});

test('screens see a client a few times a second, however much it says', async () => {
  const room = await studio();
  await room.open();
  await expect.poll(() => room.shown.get(DESK)?.state).toBe('open');
  let times = 0;
  const { shown } = room;
  const set = shown.set.bind(shown);
  shown.set = (id, listing) => {
    times += 1;
    return set(id, listing);
  };
  const from = performance.now();
  for (let n = 0; n < 2000; n += 1) room.backend.say({ type: 'tick', n });
  await expect.poll(() => shown.get(DESK)?.messages_in, { timeout: 5000 }).toBe(2000);
  expect(times).toBeLessThanOrEqual(Math.ceil((performance.now() - from) / 250) + 1);
});

test('a client whose secret is missing says so, and one that is there shows it', async () => {
  const token = 'open sesame';
  const backend = await simulateBackend({ token });
  const room = await studio();
  await room.put({ host: at(backend), auth: { secret_name: 'other' } });
  await expect
    .poll(() => room.runtime.get(DESK)?.listing().last_error)
    .toMatch(/secret other is not on this machine.*Settings/);
  await room.open({ host: at(backend), auth: { secret_name: 'door_key' } });
  expect(JSON.stringify(room.runtime.get(DESK)?.listing())).not.toContain(token);
});

test('one that can not be made says why, and the others run', async () => {
  const room = await studio();
  await room.put({ path: '/ws/{nowhere}/' });
  await room.open({}, 'other');
  expect(room.runtime.get(DESK)?.listing()).toMatchObject({
    state: 'stopped',
    problem: expect.stringContaining('{nowhere}'),
  });
  await room.open();
});

test('at the built-in backend, whatever its host says', async () => {
  const room = await studio();
  await room.open({ simulated: true, host: 'quiz.example:1', auth: { secret_name: 'none' } });
});

test('traffic and log follow the client until their reader leaves', async () => {
  const room = await studio();
  await room.open();
  const slot = room.runtime.get(DESK);
  const reader = new AbortController();
  const traffic = slot?.traffic(reader.signal);
  const first = traffic?.next();
  room.backend.say({ type: 'tick', n: 1 });
  expect((await first)?.value).toMatchObject({
    messages: [{ direction: 'in', type: 'tick', text: '{"type":"tick","n":1}' }],
    missed: 0,
  });
  const log = slot?.log(reader.signal);
  expect((await log?.next())?.value?.lines.map(({ text }) => text)).toContain(
    `Connected to ${at(room.backend)}.`,
  );
  const next = log?.next();
  await room.put({ game_id: 8 });
  expect((await next)?.value?.lines.length).toBeGreaterThan(0);
  // A reader stays with the client when it is made anew.
  await expect.poll(() => room.state()).toBe('open');
  const later = traffic?.next();
  room.backend.say({ type: 'tick', n: 2 });
  expect(JSON.stringify((await later)?.value)).toContain('tick');
  reader.abort();
  expect(await traffic?.next()).toMatchObject({ done: true });
  expect(await log?.next()).toMatchObject({ done: true });
});

test('a reader that does not read gets the newest, and is told how many it missed', async () => {
  const room = await studio();
  await room.open();
  const reader = new AbortController();
  const traffic = room.runtime.get(DESK)?.traffic(reader.signal);
  const first = traffic?.next();
  room.backend.say({ type: 'tick', n: -1 });
  await first;
  for (let n = 0; n < 1200; n += 1) room.backend.say({ type: 'tick', n });
  await expect.poll(() => room.runtime.get(DESK)?.listing().messages_in).toBe(1201);
  const event = (await traffic?.next())?.value;
  expect(event?.missed).toBe(700);
  expect(event?.messages).toHaveLength(500);
  expect(event?.messages.at(-1)?.text).toContain('1199');
  reader.abort();
});
