import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HardwareClientStatus } from '#shared/contract/hardware.ts';
import type { BuzzerSettingsInput } from '#shared/contract/hardware-clients.ts';
import type { PressRound } from '#shared/contract/buzzer.ts';
import { createLog } from '../../log.ts';
import type { HardwareSimulator } from '../../simulators/hardware/hardware-simulator.ts';
import { at, opened, receivedBy, simulateBackend, statusWhere } from '../hardware-fixture.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import { BuzzerClient, type BuzzerParts } from './buzzer-client.ts';
import type { PressDetails, PressInput } from './press-input.ts';

const makeBuzzer = (
  backend: HardwareSimulator,
  settings: Partial<BuzzerSettingsInput> = {},
  parts: BuzzerParts = {},
): BuzzerClient => {
  const client = new BuzzerClient(
    { host: at(backend), game_id: 7, client_id: 'main', ...settings },
    { log: createLog('silent'), ...parts },
  );
  onTestFinished(() => client.stop());
  return client;
};

const toggled = async (
  client: BuzzerClient,
  backend: HardwareSimulator,
  enabled: boolean,
): Promise<void> => {
  backend.say({ type: 'toggle_buzzers', enabled }, client.settings.client_id);
  await vi.waitFor(() => expect(client.buzzerStatus().enabled).toBe(enabled));
};

const ready = async (
  settings: Partial<BuzzerSettingsInput> = {},
  parts: BuzzerParts = {},
): Promise<{ client: BuzzerClient; backend: HardwareSimulator }> => {
  const backend = await simulateBackend();
  const client = makeBuzzer(backend, settings, parts);
  await opened(client);
  await toggled(client, backend, true);
  return { client, backend };
};

/** Contacts that close when the test says so. */
class InputDouble implements PressInput {
  readonly state = { state: 'watching', trouble: null } as const;
  seen: string[] = [];
  press: (buzzerId: string, details: PressDetails) => void = () => {};
  start(press: (buzzerId: string, details: PressDetails) => void): void {
    this.seen.push('start');
    this.press = press;
  }
  stop(): Promise<void> {
    this.seen.push('stop');
    return Promise.resolve();
  }
}

/** Its estimate of the backend's clock gets better with every look. */
class DriftingBuzzer extends BuzzerClient {
  #looks = 0;
  turnOn(): void {
    this.handleMessage({ type: 'toggle_buzzers', enabled: true }, { url: '' });
  }
  override status(): HardwareClientStatus {
    this.#looks += 1;
    return { ...super.status(), clock_offset_ms: -10 * this.#looks, clock_margin_ms: 50 };
  }
}

describe('a buzzer client', () => {
  test('says that it is one, and sends presses only while they are on', async () => {
    const backend = await simulateBackend();
    const client = makeBuzzer(backend);
    await opened(client);
    expect(backend.clients).toEqual([
      { game_id: '7', client_type: 'buzzer', client_id: 'main' },
    ]);
    expect(client.press('blue')).toEqual({ counts: false, refusal: 'early' });
    await toggled(client, backend, true);

    const received = receivedBy(backend, 'buzzer_pressed');
    const pressedAt = Date.now() - 50;
    expect(client.press('red', { source: 'keyboard', at: pressedAt })).toEqual({
      counts: true,
      refusal: null,
    });
    expect(await received).toEqual({
      type: 'buzzer_pressed',
      buzzerId: 'red',
      timestamp: pressedAt,
      client_id: 'main',
      source: 'keyboard',
      margin_ms: 4,
      clock_offset_ms: null,
      clock_margin_ms: null,
    });
    await toggled(client, backend, false);
    expect(client.press('blue').refusal).toBe('early');
    expect(client.buzzerStatus()).toMatchObject({ presses: 1, refused: { early: 2 } });
  });

  test('keeps bounces and locked buzzers out', async () => {
    const { client, backend } = await ready({
      lockout_ms: null,
      lockout_scope: 'all',
      grace_ms: 0,
    });
    const now = Date.now();
    expect(client.press('red', { at: now - 400 }).counts).toBe(true);
    expect(client.press('red', { at: now - 395 }).refusal).toBe('bounce');
    expect(client.press('blue', { at: now - 300 }).refusal).toBe('locked');
    await toggled(client, backend, false);
    await toggled(client, backend, true);
    expect(client.press('blue', { at: now }).counts).toBe(true);
  });

  test('a press is never sent late: not from before, and not while the backend is away', async () => {
    const { client, backend } = await ready({ lockout_ms: null });
    expect(client.press('red', { at: Date.now() - 2500 }).refusal).toBe('too_old');
    await backend.setFault('refuse');
    await statusWhere(client, ({ state }) => state !== 'open');
    expect(client.press('red').refusal).toBe('offline');
    await backend.setFault(null);
    await statusWhere(client, ({ state }) => state === 'open');
    const received = receivedBy(backend, 'buzzer_pressed');
    // A press that could not be sent has locked nobody out.
    expect(client.press('red', { at: Date.now() }).counts).toBe(true);
    expect((await received)['buzzerId']).toBe('red');
    expect(
      backend.received.filter(({ message }) => message?.['type'] === 'buzzer_pressed'),
    ).toHaveLength(1);
  });

  test('a press into a connection that no longer answers locks nobody out', async () => {
    const { client, backend } = await ready({
      lockout_ms: null,
      lockout_scope: 'all',
      grace_ms: 0,
      heartbeat_ms: 300,
      heartbeat_timeout_ms: 50,
      heartbeat_misses: 20,
    });
    await backend.setFault('half_open');
    await statusWhere(client, ({ state }) => state === 'stale');
    const now = Date.now();
    expect(client.press('red', { at: now - 200 }).refusal).toBe('offline');
    await backend.setFault(null);
    await statusWhere(client, ({ state }) => state === 'open');
    expect(client.press('blue', { at: now - 100 }).refusal).toBeNull();
  });

  test('a press that may not have arrived is told of by its buzzer, soon', async () => {
    const { client, backend } = await ready({ heartbeat_timeout_ms: 100 });
    await backend.setFault('half_open');
    client.send('scene');
    expect(client.press('red').counts).toBe(true);
    const { last_error, unacknowledged } = await statusWhere(
      client,
      ({ unacknowledged: count }) => count > 0,
    );
    expect(unacknowledged).toBe(2);
    expect(last_error).toMatch(/^The press of red may not have arrived/);
  });

  test('sets its log level by Python names, and says which is none', async () => {
    const { client, backend } = await ready();
    backend.say({ type: 'buzzer_set_log_level', level: 'DEBUG' });
    await vi.waitFor(() => expect(client.log.level).toBe('debug'));
    backend.say({ type: 'buzzer_set_log_level', level: 'LOUD' });
    const { last_error } = await statusWhere(client, ({ rejected }) => rejected === 1);
    expect(last_error).toContain('"LOUD" is no level. Send DEBUG');
    expect(client.log.level).toBe('debug');
    backend.say({ type: 'buzzer_set_log_level', level: 'WARNING' });
    await vi.waitFor(() => expect(client.log.level).toBe('warn'));
  });

  test('what does not fit changes nothing; what concerns others is no fault', async () => {
    const { client, backend } = await ready();
    backend.say({ type: 'score_changed', points: 3 });
    backend.say({ type: 'constructor' });
    backend.say({ type: 'toggle_buzzers', enabled: 'no' });
    backend.say({ type: 'buzzer_pressed' });
    const { last_error } = await statusWhere(client, ({ rejected }) => rejected === 2);
    expect(last_error).toContain('toggle_buzzers');
    expect(client.buzzerStatus().enabled).toBe(true);
  });

  test('starts its inputs with the connection and stops them with it', async () => {
    const input = new InputDouble();
    const { client, backend } = await ready({}, { inputs: [input] });
    expect(client.buzzerStatus().gpio).toEqual(input.state);
    const received = receivedBy(backend, 'buzzer_pressed');
    input.press('red', { source: 'gpio', at: Date.now() });
    expect(await received).toMatchObject({ buzzerId: 'red', source: 'gpio', margin_ms: 0.5 });
    backend.closeAll(1012);
    await once(backend.events, 'connected');
    await statusWhere(client, ({ state }) => state === 'open');
    await client.stop();
    expect(input.seen).toEqual(['start', 'stop', 'start', 'stop']);
  });
});

describe('the order', () => {
  test('is by the moment of the press, told when it is final, and announced', async () => {
    const rounds: PressRound[] = [];
    const { client, backend } = await ready(
      { grace_ms: 80, announce_order: true },
      { onRound: (round) => rounds.push(round) },
    );
    const announced = receivedBy(backend, 'buzzer_order');
    const now = Date.now();
    client.press('second', { source: 'gpio', at: now - 10 });
    client.press('first', { source: 'gpio', at: now - 30 });
    client.press('tied', { source: 'gpio', at: now - 9.5 });
    expect(client.buzzerStatus().round).toMatchObject({ state: 'open', first: null });
    expect(await announced).toEqual({
      type: 'buzzer_order',
      round: 1,
      first: 'first',
      words: 'first was first, 20 ms before second (± 1.0 ms).',
      presses: [
        { buzzerId: 'first', place: 1, gap_ms: 0, gap_margin_ms: 0, tied_with: [] },
        { buzzerId: 'second', place: 2, gap_ms: 20, gap_margin_ms: 1, tied_with: ['tied'] },
        { buzzerId: 'tied', place: 2, gap_ms: 20.5, gap_margin_ms: 1, tied_with: ['second'] },
      ],
    });
    expect(rounds.at(-1)).toMatchObject({ state: 'final', first: 'first' });
    await toggled(client, backend, false);
    await toggled(client, backend, true);
    expect(client.buzzerStatus().round).toMatchObject({
      round: 2,
      state: 'waiting',
      order: [],
    });
  });

  test('of one client is not changed by a better estimate of the clock in between', async () => {
    const client = new DriftingBuzzer(
      { host: at(await simulateBackend()), game_id: 7, client_id: 'main' },
      { log: createLog('silent') },
    );
    onTestFinished(() => client.stop());
    await opened(client);
    client.turnOn();
    const now = Date.now();
    client.press('red', { source: 'gpio', at: now - 30 });
    client.press('blue', { source: 'gpio', at: now - 25 });
    const { order } = client.buzzerStatus().round;
    expect(order.map(({ buzzer_id, gap_ms }) => [buzzer_id, gap_ms])).toEqual([
      ['red', 0],
      ['blue', 5],
    ]);
  });

  test('told again that they are on, an open question goes on', async () => {
    const { client, backend } = await ready({ grace_ms: 5000 });
    client.press('red', { source: 'gpio', at: Date.now() });
    backend.say({ type: 'toggle_buzzers', enabled: true });
    backend.say({ type: 'buzzer_set_log_level', level: 'ERROR' });
    await vi.waitFor(() => expect(client.log.level).toBe('error'));
    expect(client.buzzerStatus().round).toMatchObject({
      round: 1,
      order: [{ buzzer_id: 'red' }],
    });
  });

  test('is final when the client stops, so that the next question has an order of its own', async () => {
    const { client, backend } = await ready({ grace_ms: 5000 });
    client.press('red', { source: 'gpio', at: Date.now() });
    await client.stop();
    expect(client.buzzerStatus().round).toMatchObject({ state: 'final', first: 'red' });
    await opened(client);
    backend.say({ type: 'toggle_buzzers', enabled: true });
    await vi.waitFor(() =>
      expect(client.buzzerStatus().round).toMatchObject({ round: 2, state: 'waiting' }),
    );
  });

  test('holds several clients, each with its own clock measured', async () => {
    const backend = await simulateBackend();
    const probing = { clock_probe: true, heartbeat_ms: 100, grace_ms: 150 };
    const here = makeBuzzer(backend, { client_id: 'here', ...probing });
    const there = makeBuzzer(backend, { client_id: 'there', ...probing });
    await Promise.all([opened(here), opened(there)]);
    for (const client of [here, there]) {
      await toggled(client, backend, true);
      await vi.waitFor(() => expect(client.status().clock_offset_ms).not.toBeNull(), 5000);
    }
    const now = Date.now();
    here.press('red', { source: 'gpio', at: now });
    there.press('blue', { source: 'gpio', at: now - 120 });
    await vi.waitFor(() => expect(here.buzzerStatus().round.state).toBe('final'), 3000);
    const { round } = here.buzzerStatus();
    expect(round).toMatchObject({
      first: 'blue',
      order: [
        { buzzer_id: 'blue', client_id: 'there', clock: 'there', basis: 'clock', place: 1 },
        { buzzer_id: 'red', client_id: 'here', basis: 'clock', place: 2 },
      ],
    });
    // Both clocks are one here: the gap is right to within what it is said to be.
    const [, red] = round.order;
    expect(Math.abs((red?.gap_ms ?? 0) - 120)).toBeLessThanOrEqual(red?.gap_margin_ms ?? 0);
  });

  test('with a press whose clock is not known is a tie by what it says it does not know', async () => {
    const { client, backend } = await ready({ grace_ms: 200 });
    client.press('red', { source: 'gpio', at: Date.now() });
    backend.say({ type: 'buzzer_pressed', buzzerId: 'old script' });
    await vi.waitFor(() => expect(client.buzzerStatus().round.state).toBe('final'), 3000);
    expect(client.buzzerStatus().round).toMatchObject({
      first: null,
      words: expect.stringContaining('tie'),
    });
  });
});

test('a listener that throws is reported, and stops nothing', async () => {
  const { client, backend } = await ready(
    { grace_ms: 10 },
    {
      onRound: () => {
        throw new Error('the lamp is broken');
      },
    },
  );
  expect(client.press('red', { at: Date.now() }).counts).toBe(true);
  await vi.waitFor(() => expect(client.buzzerStatus().round.state).toBe('final'));
  expect(client.status().last_error).toBe('the lamp is broken');
  await toggled(client, backend, false);
});

test('settings that are wrong are named', () => {
  const wrong = { host: 'a b', game_id: 1, client_id: 'x', debounce_ms: -1 };
  expect(() => new BuzzerClient(wrong)).toThrow(HardwareTrouble);
  expect(() => new BuzzerClient(wrong)).toThrow(/host: .*debounce_ms: /);
});
