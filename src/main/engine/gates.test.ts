import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import type { KeyPhase } from '#shared/contract/execution.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

const guarded = (rig: EngineFixture, name: string, more: object) =>
  rig.engine.store.put(
    'intent',
    name,
    IntentSchema.parse({
      intent_name: name,
      actions: [{ device_id: 'deck', ...pressAt(1, 0, 0) }],
      ...more,
    }),
  );

const fire = (rig: EngineFixture, intent_name: string, more: object = {}) =>
  rig.engine.execute({ intent_name, origin: 'operator', ...more });

const key = (rig: EngineFixture, phase: KeyPhase, more: object = {}) =>
  rig.engine.press({
    device_id: 'deck',
    page: 1,
    row: 0,
    col: 0,
    phase,
    origin: 'operator',
    ...more,
  });

describe('guards', () => {
  test('arm: the second press within the time runs', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'off', { guard: 'arm' });
    const first = await fire(rig, 'off');
    expect(first).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'armed', within_ms: 3000 } },
    });
    expect(rig.simulator.received).toHaveLength(0);
    expect(await fire(rig, 'off')).toMatchObject({ outcome: 'ok' });
    expect(await fire(rig, 'off')).toMatchObject({ outcome: 'refused' });
  });

  test('confirm: only with the answer', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'off', { guard: 'confirm' });
    expect(await fire(rig, 'off')).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'confirm' } },
    });
    expect(await fire(rig, 'off', { confirmed: true })).toMatchObject({ outcome: 'ok' });
  });

  test('hold: let go too early it does not run, held long enough it does', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'off', { guard: 'hold(80)' });
    await rig.layOut({ row: 0, col: 0, label: 'Off', intent_name: 'off' });
    const early = key(rig, 'down');
    await key(rig, 'up');
    expect(await early).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'not_held' } },
    });
    expect(await key(rig, 'press')).toMatchObject({ outcome: 'refused' });
    const held = await key(rig, 'down');
    expect(held).toMatchObject({ outcome: 'ok' });
    expect(held.steps).toMatchObject([
      { step: 'lookup', note: 'intent' },
      { step: 'guard', note: 'hold(80)' },
    ]);
    expect(held.steps?.[1]?.took_ms).toBeGreaterThanOrEqual(79);
    expect(rig.simulator.received).toHaveLength(1);
  });

  test.each(['arm', 'confirm'])('an agent never passes %s alone', async (guard) => {
    await using rig = await engineFixture();
    await guarded(rig, 'off', { guard });
    for (const more of [{}, {}, { confirmed: true }])
      expect(await fire(rig, 'off', { origin: 'agent:if.sam', ...more })).toMatchObject({
        outcome: 'refused',
        error: { details: { reason: 'needs_operator' } },
      });
    const parent = { execution_id: '1', started_by: 'agent:if.sam' };
    expect(
      await fire(rig, 'off', { origin: 'macro:m', confirmed: true, parent }),
    ).toMatchObject({ outcome: 'refused' });
    expect(rig.simulator.received).toHaveLength(0);
  });

  test("a key's guard wins over its intent's", async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'off', { guard: 'confirm' });
    await rig.layOut({ row: 0, col: 0, label: 'Off', intent_name: 'off', guard: 'none' });
    expect(await key(rig, 'press')).toMatchObject({ outcome: 'ok' });
  });
});

test('a second press by the same pointer right after the first is a bounce', async () => {
  await using rig = await engineFixture({ debounce_ms: 2000 });
  await guarded(rig, 'cam', {});
  await rig.layOut({ row: 0, col: 0, label: 'Cam', intent_name: 'cam' });
  expect(await key(rig, 'down', { holder: 'desk' })).toMatchObject({ outcome: 'ok' });
  expect(await key(rig, 'down', { holder: 'desk' })).toMatchObject({
    outcome: 'refused',
    error: { details: { reason: 'bounce' } },
  });
  expect(await key(rig, 'down', { holder: 'tablet' })).toMatchObject({ outcome: 'ok' });
  expect(await key(rig, 'down')).toMatchObject({ outcome: 'ok' });
});

test('a thousand presses at once on one key: each ends, and the queue stays bounded', async () => {
  await using rig = await engineFixture({ timeout_ms: 2000 });
  // Nothing is done before the last is asked, however busy the machine is.
  await rig.simulator.setFaults({ http: 'stall' });
  const all = await Promise.all(Array.from({ length: 1000 }, () => key(rig, 'press')));
  const refused = all.filter(({ outcome }) => outcome === 'refused');
  // 200 wait and one is on its way.
  expect(refused).toHaveLength(799);
  expect(refused[0]?.error?.details).toMatchObject({ reason: 'queue_full', queue_limit: 200 });
  expect(all.filter(({ outcome }) => outcome === 'ok')).toEqual([]);
  expect(rig.engine.queueDepth()).toBe(0);
});

describe('pressing again while it runs', () => {
  const slow = { actions: [{ device_id: 'deck', delay_ms: 60, ...pressAt(1, 0, 0) }] };

  test('single refuses the second', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'cam', { ...slow, mode: 'single' });
    const [first, second] = await Promise.all([fire(rig, 'cam'), fire(rig, 'cam')]);
    expect([first.outcome, second.outcome]).toEqual(['ok', 'refused']);
    expect(second.error?.details).toMatchObject({ reason: 'running' });
    expect(await fire(rig, 'cam')).toMatchObject({ outcome: 'ok' });
  });

  test('restart cancels the first', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'cam', { ...slow, mode: 'restart' });
    const [first, second] = await Promise.all([fire(rig, 'cam'), fire(rig, 'cam')]);
    expect([first.outcome, second.outcome]).toEqual(['cancelled', 'ok']);
    expect(rig.simulator.received).toHaveLength(1);
  });

  test('queued runs them one after the other', async () => {
    await using rig = await engineFixture();
    await guarded(rig, 'cam', { ...slow, mode: 'queued' });
    const [first, second] = await Promise.all([fire(rig, 'cam'), fire(rig, 'cam')]);
    expect([first.outcome, second.outcome]).toEqual(['ok', 'ok']);
    expect(second.latency_ms).toBeGreaterThan(first.latency_ms + 50);
  });
});

test('a macro on a key in mode queued runs after the former one, however long that takes', async () => {
  await using rig = await engineFixture({ timeout_ms: 20 });
  await guarded(rig, 'cam', {});
  const steps = [{ step_number: 1, intent_name: 'cam', delay_ms: 60 }];
  const macro = MacroSchema.parse({ macro_id: 'open', macro_name: 'Open', steps });
  await rig.engine.store.put('macro', 'open', macro);
  await rig.layOut({ row: 0, col: 0, label: 'Open', macro_id: 'open', mode: 'queued' });
  const both = await Promise.all([key(rig, 'press'), key(rig, 'press')]);
  expect(both.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  expect(rig.simulator.received).toHaveLength(2);
});

test("a request's own priority wins over its intent's, 0 too", async () => {
  await using rig = await engineFixture();
  await guarded(rig, 'high', { priority: 5 });
  const ends: string[] = [];
  const fireAs = async (name: string, more: object) => {
    await fire(rig, 'high', more);
    ends.push(name);
  };
  await Promise.all([
    fireAs('first', {}),
    fireAs('second', {}),
    fireAs('lowered', { priority: 0 }),
    fireAs('third', {}),
  ]);
  expect(ends.at(-1)).toBe('lowered');
});

test('a rate limit of the config refuses with the time to try again', async () => {
  await using rig = await engineFixture();
  await rig.engine.store.put(
    'config',
    'bridge',
    BridgeConfigSchema.parse({
      rate_limits: { origins: { agent: { points: 2, per_ms: 60_000 } } },
    }),
  );
  await guarded(rig, 'cam', {});
  const agent = { origin: 'agent:if.sam' };
  expect(await fire(rig, 'cam', agent)).toMatchObject({ outcome: 'ok' });
  expect(await fire(rig, 'cam', agent)).toMatchObject({ outcome: 'ok' });
  const third = await fire(rig, 'cam', agent);
  expect(third).toMatchObject({ outcome: 'refused', error: { error_type: 'rate_limited' } });
  expect(third.error?.details['retry_after_ms']).toBeGreaterThan(1000);
  expect(await fire(rig, 'cam', { origin: 'agent:other' })).toMatchObject({ outcome: 'ok' });
  expect(await fire(rig, 'cam')).toMatchObject({ outcome: 'ok' });
});

test('conditions that do not hold skip it and name the clause', async () => {
  await using rig = await engineFixture();
  await guarded(rig, 'cam', { conditions: { scene: 'broadcast' } });
  const skipped = await fire(rig, 'cam', { context: { scene: 'rehearsal' } });
  expect(skipped).toMatchObject({ outcome: 'skipped', error: null });
  expect(skipped.metadata['condition']).toContain('scene');
  expect(rig.simulator.received).toHaveLength(0);
  expect(await fire(rig, 'cam', { context: { scene: 'broadcast' } })).toMatchObject({
    outcome: 'ok',
  });
  expect(await rig.engine.store.metrics()).toMatchObject({
    intents_executed: 1,
    intents_failed: 0,
  });
});

test('a command still waiting when it expires is never sent', async () => {
  await using rig = await engineFixture();
  await guarded(rig, 'cam', {});
  const all = await Promise.all(
    Array.from({ length: 5 }, () => fire(rig, 'cam', { expires_ms: 50 })),
  );
  const ok = all.filter(({ outcome }) => outcome === 'ok').length;
  expect(all.filter(({ outcome }) => outcome === 'expired')).toHaveLength(5 - ok);
  expect(ok).toBeLessThan(4);
  expect(rig.simulator.received).toHaveLength(ok);
});

test('the higher priority goes first', async () => {
  await using rig = await engineFixture();
  await guarded(rig, 'low', {});
  await guarded(rig, 'high', { priority: 5 });
  const ends: string[] = [];
  const note = async (name: string) => ends.push((await fire(rig, name)).intent_name ?? '');
  await Promise.all([note('low'), note('low'), note('low'), note('high')]);
  expect(ends.indexOf('high')).toBeLessThan(3);
});
