import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Execution } from '#shared/contract/execution.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { engineFixture, pressAt } from './engine-fixture.ts';

const variable = (protocol: string, value: unknown, name = 'test') => ({
  action_type: 'custom',
  protocol_name: protocol,
  variables: { name, value },
});

const run = (
  engine: { execute(r: object): Promise<Execution> },
  intent_name: string,
  more = {},
) => engine.execute({ intent_name, origin: 'operator', ...more });

describe('an intent', () => {
  test('sends a real command and leaves outcome, trace, state, metrics and audit', async () => {
    await using rig = await engineFixture();
    const { engine, simulator } = rig;
    await rig.intent('cam_1', pressAt(1, 0, 2));
    const execution = await run(engine, 'cam_1');
    expect(execution).toMatchObject({
      success: true,
      outcome: 'ok',
      intent_name: 'cam_1',
      actions_executed: 1,
      attempts: 1,
      error: null,
      origin: 'operator',
    });
    expect(execution.execution_id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const [action] = execution.trace;
    expect(action?.command).toMatchObject({
      method: 'POST',
      url: `http://127.0.0.1:${simulator.ports.http}/api/location/1/0/2/press`,
    });
    expect(action?.reply).toMatchObject({ status: 200, text: 'ok' });
    const steps = action?.steps.map(({ step }) => step);
    expect(steps).toEqual(['lookup', 'resolve', 'connect', 'write', 'reply']);
    expect(simulator.received).toMatchObject([
      { location: '1/0/2', action: 'press', ran: true },
    ]);
    expect(await engine.store.buttons('deck')).toMatchObject([
      { button_id: '1_0_2', state: 'idle', press_count: 1 },
    ]);
    expect(await engine.store.metrics()).toMatchObject({
      intents_executed: 1,
      actions_executed: 1,
    });
    expect(await engine.store.audit({ limit: 5 })).toMatchObject([
      { execution_id: execution.execution_id, outcome: 'ok', intent_name: 'cam_1' },
    ]);
    expect(await engine.execution(execution.execution_id)).toEqual(execution);
    expect(await engine.executions(5)).toEqual([execution]);
  });

  test('over a datagram is sent, over TCP is ok, and a mixture is sent', async () => {
    await using rig = await engineFixture();
    await rig.intent('udp', variable('companion_udp_variable', 1));
    await rig.intent('osc', variable('companion_osc_variable', 1));
    await rig.intent('tcp', variable('companion_tcp_variable', 1));
    await rig.intent('mixed', pressAt(1, 0, 0), variable('companion_osc_variable', 2));
    const outcomes: string[] = [];
    for (const name of ['udp', 'osc', 'tcp', 'mixed'])
      outcomes.push((await run(rig.engine, name)).outcome);
    expect(outcomes).toEqual(['sent', 'sent', 'ok', 'sent']);
    await rig.arrived(5);
  });

  test('forty presses of one button at once: all forty run', async () => {
    await using rig = await engineFixture();
    await rig.intent('again', pressAt(1, 0, 0));
    const all = await Promise.all(Array.from({ length: 40 }, () => run(rig.engine, 'again')));
    expect(all.map(({ outcome }) => outcome)).toEqual(Array(40).fill('ok'));
    expect(rig.simulator.received.filter(({ ran }) => ran)).toHaveLength(40);
    const [button] = await rig.engine.store.buttons('deck');
    expect(button?.press_count).toBe(40);
    const paced = all.flatMap(({ trace }) => trace[0]?.steps ?? []);
    expect(paced.some(({ step, took_ms }) => step === 'pace' && took_ms > 0)).toBe(true);
  });

  test.each(['a/../b', 'say "hi"', '🎬', 'a\r\nb', 'a\0b'])(
    'a value arrives as it is, or is refused: %j',
    async (value) => {
      await using rig = await engineFixture();
      await rig.intent('http', variable('companion_http_variable', value));
      await rig.intent('tcp', variable('companion_tcp_variable', value));
      expect(await run(rig.engine, 'http')).toMatchObject({ outcome: 'ok' });
      expect(rig.simulator.variables.get('test')).toBe(value);
      const breaks = value.includes('\n') || value.includes('\0');
      const tcp = await run(rig.engine, 'tcp');
      expect(tcp.outcome).toBe(breaks ? 'failed' : 'ok');
      if (breaks) expect(tcp.error).toMatchObject({ error_type: 'validation_error' });
      expect(rig.simulator.received).toHaveLength(breaks ? 1 : 2);
    },
  );
});

describe('what can not be sent', () => {
  test.each([
    ['nowhere', 'intent_not_found', 'Intent not found: nowhere'],
    ['no_protocol', 'protocol_error', 'Protocol not found: gone'],
    ['no_device', 'device_not_found', 'Device not found: gone'],
    ['no_actions', 'invalid_mapping', 'This intent has no actions, so nothing was sent.'],
    ['missing', 'validation_error', 'Missing variables: row, col'],
  ])('%s is %s, audited, and nothing leaves', async (name, error_type, message) => {
    await using rig = await engineFixture();
    await rig.intent('no_protocol', { ...pressAt(1, 0, 0), protocol_name: 'gone' });
    await rig.intent('no_device', { ...pressAt(1, 0, 0), device_id: 'gone' });
    await rig.intent('no_actions');
    await rig.intent('missing', {
      protocol_name: 'companion_http_press',
      variables: { page: 1, extra: 'is no matter' },
    });
    const execution = await run(rig.engine, name);
    expect(execution).toMatchObject({ success: false, outcome: 'failed', attempts: 0 });
    expect(execution.error).toMatchObject({ error_type, message });
    expect(execution.error?.details['hint']).toEqual(expect.any(String));
    expect(rig.simulator.received).toEqual([]);
    expect(await rig.engine.store.audit({ limit: 5 })).toMatchObject([
      { error_type, outcome: 'failed' },
    ]);
    expect(await rig.engine.store.metrics()).toMatchObject({ intents_failed: 1 });
  });

  test("the context wins over the action's variables, but not over who asks", async () => {
    await using rig = await engineFixture();
    await rig.intent('cam', pressAt(1, 0, 0));
    const execution = await rig.engine.execute({
      intent_name: 'cam',
      origin: 'agent:if.sam',
      context: { col: 5, agent_id: 'someone else', device_id: 'another' },
    });
    expect(execution.trace[0]?.device_id).toBe('deck');
    expect(rig.simulator.received).toMatchObject([{ location: '1/0/5' }]);
  });
});

describe('a device that says no', () => {
  test('a place without a button fails with what to do, and the rest is not run', async () => {
    await using rig = await engineFixture();
    await rig.intent('empty', pressAt(1, 3, 7), pressAt(1, 0, 0));
    const execution = await run(rig.engine, 'empty');
    expect(execution).toMatchObject({ outcome: 'failed', actions_executed: 0, attempts: 1 });
    expect(execution.error?.error_type).toBe('invalid_response');
    expect(execution.trace).toHaveLength(1);
    expect(rig.simulator.received).toHaveLength(1);
    expect(await rig.engine.store.buttons('deck')).toEqual([]);
  });

  test('one that is silent after the command left is unknown, in time', async () => {
    await using rig = await engineFixture();
    await rig.simulator.setFaults({ http: 'stall' });
    await rig.intent('stalled', pressAt(1, 0, 0));
    const execution = await run(rig.engine, 'stalled', { timeout_ms: 150 });
    expect(execution).toMatchObject({
      outcome: 'unknown',
      error: { error_type: 'connection_timeout' },
    });
    expect(execution.latency_ms).toBeLessThan(1000);
  });

  test('one that is not there is refused at once', async () => {
    await using rig = await engineFixture();
    await rig.simulator.setFaults({ http: 'refuse' });
    await rig.intent('away', pressAt(1, 0, 0));
    expect(await run(rig.engine, 'away')).toMatchObject({
      outcome: 'failed',
      error: { error_type: 'connection_refused' },
    });
  });
});

describe('time', () => {
  test('a delay is kept, and one beyond the time limit is not waited for', async () => {
    await using rig = await engineFixture();
    await rig.intent('late', { ...pressAt(1, 0, 0), delay_ms: 60 });
    const kept = await run(rig.engine, 'late');
    expect(kept.outcome).toBe('ok');
    expect(kept.latency_ms).toBeGreaterThanOrEqual(59);
    const expired = await run(rig.engine, 'late', { timeout_ms: 50 });
    expect(expired).toMatchObject({ outcome: 'expired', attempts: 0 });
    expect(rig.simulator.received).toHaveLength(1);
  });

  test('a caller that takes it back before it left cancels it', async () => {
    await using rig = await engineFixture();
    await rig.intent('late', { ...pressAt(1, 0, 0), delay_ms: 10_000 });
    const cancel = new AbortController();
    const running = run(rig.engine, 'late', { signal: cancel.signal, timeout_ms: 60_000 });
    cancel.abort();
    expect(await running).toMatchObject({ outcome: 'cancelled', attempts: 0 });
  });

  test('a signal that outlives its execution is let go of', async () => {
    await using rig = await engineFixture();
    await rig.intent('cam', pressAt(1, 0, 0));
    const { signal } = new AbortController();
    await run(rig.engine, 'cam', { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('closing ends what runs and refuses what comes', async () => {
    const rig = await engineFixture();
    await rig.intent('late', { ...pressAt(1, 0, 0), delay_ms: 10_000 });
    const running = run(rig.engine, 'late', { timeout_ms: 60_000 });
    // One turn of the loop: by then it is in its delay.
    await new Promise(setImmediate);
    await rig.engine.close();
    expect(await running).toMatchObject({ outcome: 'cancelled' });
    expect(await run(rig.engine, 'late')).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'closing' } },
    });
    await rig[Symbol.asyncDispose]();
  });
});

test('a dry run shows every command and every fault, sends nothing, writes nothing', async () => {
  await using rig = await engineFixture();
  await rig.intent(
    'scene',
    pressAt(1, 0, 0),
    { protocol_name: 'companion_osc_press', variables: { page: 1 }, delay_ms: 5000 },
    variable('companion_tcp_variable', 'on'),
  );
  const execution = await run(rig.engine, 'scene', { dry_run: true });
  expect(execution).toMatchObject({
    dry_run: true,
    outcome: 'failed',
    actions_executed: 0,
    attempts: 0,
  });
  expect(
    execution.trace.map(({ command, error }) => command?.transport ?? error?.message),
  ).toEqual(['http', 'Missing variables: row, col', 'tcp']);
  expect(rig.simulator.received).toEqual([]);
  expect(await rig.engine.store.audit({ limit: 5 })).toEqual([]);
  expect(await rig.engine.executions(5)).toEqual([]);
});

test('the settings count from the next execution on', async () => {
  await using rig = await engineFixture();
  await rig.intent('cam', pressAt(1, 0, 0));
  await rig.configure({ enable_state_tracking: false });
  await run(rig.engine, 'cam');
  expect(await rig.engine.store.buttons('deck')).toEqual([]);
});

test('an action that is disabled is passed over', async () => {
  await using rig = await engineFixture();
  await rig.intent(
    'scene',
    { ...pressAt(1, 0, 0), disabled: true },
    { ...pressAt(1, 0, 1), disabled: false },
  );
  const execution = await run(rig.engine, 'scene');
  expect(execution).toMatchObject({ outcome: 'ok', actions_executed: 1 });
  expect(rig.simulator.received).toMatchObject([{ location: '1/0/1' }]);
  await rig.intent('nothing', { ...pressAt(1, 0, 0), disabled: true });
  expect(await run(rig.engine, 'nothing')).toMatchObject({
    outcome: 'failed',
    error: { error_type: 'invalid_mapping' },
  });
});

test('an intent that is not stored is tried out: all of it, or one action', async () => {
  await using rig = await engineFixture();
  const intent = IntentSchema.parse({
    intent_name: 'draft',
    guard: 'arm',
    conditions: { scene: 'talk' },
    actions: [pressAt(1, 0, 0), { ...pressAt(1, 0, 2), disabled: true }].map((action) => ({
      ...action,
      device_id: 'deck',
    })),
  });
  const tried = (more: object) => rig.engine.test({ intent, origin: 'operator', ...more });
  expect(await tried({ dry_run: true })).toMatchObject({ outcome: 'skipped', dry_run: true });
  expect(await tried({ dry_run: true, context: { scene: 'talk' } })).toMatchObject({
    outcome: 'ok',
    trace: [{ command: { method: 'POST' } }],
  });
  expect(await tried({})).toMatchObject({ outcome: 'refused' });
  expect(rig.simulator.received).toEqual([]);
  expect(await tried({ only: 1 })).toMatchObject({
    outcome: 'ok',
    intent_name: 'draft',
    metadata: { only_action: 1 },
  });
  expect(rig.simulator.received).toMatchObject([{ location: '1/0/2', ran: true }]);
  expect(await tried({ only: 2 })).toMatchObject({ outcome: 'failed', trace: [] });
});
