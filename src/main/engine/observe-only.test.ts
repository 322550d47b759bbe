import { describe, expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

/** A device with the simulator's own address, as if it were a real one. */
const put = async (
  { engine, simulator }: EngineFixture,
  device_id: string,
  more: object = {},
): Promise<void> => {
  const { host, http } = simulator.ports;
  await engine.store.put(
    'device',
    device_id,
    DeviceSchema.parse({
      device_id,
      device_type: 'virtual_surface',
      connection_url: `http://${host}:${http}`,
      ...more,
    }),
  );
};

const fire = (fixture: EngineFixture, more: object = {}) =>
  fixture.engine.execute({ intent_name: 'go', origin: 'operator', ...more });

describe('a device that is only observed', () => {
  it('gets nothing: the command is shown and refused, until it may send', async () => {
    await using fixture = await engineFixture();
    await put(fixture, 'real', { observe_only: true });
    await fixture.intent('go', { ...pressAt(1, 0, 2), device_id: 'real' });

    const refused = await fire(fixture);
    expect(refused).toMatchObject({
      success: false,
      outcome: 'refused',
      attempts: 0,
      error: { error_type: 'refused', details: { reason: 'observe_only' } },
    });
    expect(refused.trace[0]?.command).toMatchObject({ transport: 'http', method: 'POST' });
    expect(fixture.simulator.received).toEqual([]);

    await put(fixture, 'real', { observe_only: false });
    expect(await fire(fixture)).toMatchObject({ outcome: 'ok' });
    expect(fixture.simulator.received).toHaveLength(1);
  });

  it('does not keep a dry run from showing what would leave', async () => {
    await using fixture = await engineFixture();
    await put(fixture, 'real', { observe_only: true });
    await fixture.intent('go', { ...pressAt(1, 0, 2), device_id: 'real' });
    expect(await fire(fixture, { dry_run: true })).toMatchObject({ outcome: 'ok' });
    expect(fixture.simulator.received).toEqual([]);
  });

  it('is sent to where it is simulated: that moves nothing', async () => {
    await using fixture = await engineFixture();
    await put(fixture, 'real', { observe_only: true, metadata: { simulated: true } });
    await fixture.intent('go', { ...pressAt(1, 0, 2), device_id: 'real' });
    expect(await fire(fixture)).toMatchObject({ outcome: 'ok' });
  });

  it('keeps a whole group back where the flag is the group’s, and one member where it is its own', async () => {
    await using fixture = await engineFixture();
    await put(fixture, 'a');
    await put(fixture, 'b', { observe_only: true });
    const group = { mode: 'mirror', device_ids: ['a', 'b'] };
    await put(fixture, 'both', { group, observe_only: true });
    await fixture.intent('go', { ...pressAt(1, 0, 2), device_id: 'both' });
    expect(await fire(fixture)).toMatchObject({ outcome: 'refused' });
    expect(fixture.simulator.received).toEqual([]);

    await put(fixture, 'both', { group });
    const half = await fire(fixture);
    expect(half).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'observe_only', device_id: 'b' } },
    });
    expect(fixture.simulator.received).toHaveLength(1);
  });

  it('still lets go of a key that went down before', async () => {
    await using fixture = await engineFixture();
    await put(fixture, 'real');
    const place = { device_id: 'real', page: 1, row: 0, col: 3, origin: 'operator' } as const;
    expect(await fixture.engine.press({ ...place, phase: 'down' })).toMatchObject({
      outcome: 'ok',
    });
    await put(fixture, 'real', { observe_only: true });
    expect(await fixture.engine.press({ ...place, phase: 'up' })).toMatchObject({
      outcome: 'ok',
    });
    expect(await fixture.engine.press({ ...place, phase: 'down' })).toMatchObject({
      outcome: 'refused',
    });
    expect(await fixture.engine.press({ ...place, phase: 'up' })).toMatchObject({
      outcome: 'refused',
    });
    expect(fixture.simulator.received).toHaveLength(2);
  });

  it('is let send by somebody, and that stands in the audit without counting as an execution', async () => {
    await using fixture = await engineFixture();
    const { engine } = fixture;
    await engine.note('operator', 'real may send: it was only observed');
    const [entry] = await engine.store.audit({ limit: 1 });
    expect(entry).toMatchObject({
      origin: 'operator',
      intent_name: null,
      outcome: 'ok',
      message: 'real may send: it was only observed',
    });
    expect(await engine.store.metrics()).toMatchObject({ intents_executed: 0 });
  });
});
