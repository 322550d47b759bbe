import { createServer, type Server } from 'node:http';
import { describe, expect, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { listenTcp, stopTcp } from '../simulators/companion/listen.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

const quick = { retry_backoff_ms: 10, retry_max_backoff_ms: 20 };
const run = (rig: EngineFixture, intent_name: string, more: object = {}) =>
  rig.engine.execute({ intent_name, origin: 'operator', ...more });

/** A device of its own at an address, and a plain protocol to ask it by. */
const device = async (rig: EngineFixture, device_id: string, port: number, more = {}) => {
  const value = {
    device_id,
    device_type: 'custom',
    connection_url: `http://127.0.0.1:${port}`,
  };
  await rig.engine.store.put('device', device_id, DeviceSchema.parse({ ...value, ...more }));
};
const protocol = async (rig: EngineFixture, protocol_name: string, more: object = {}) => {
  const value = ProtocolSchema.parse({ protocol_name, template: '/go', ...more });
  await rig.engine.store.put('protocol', protocol_name, value);
};

/** Answers by the list, then 200. */
const answering = async (...statuses: (number | 'hang')[]) => {
  const asked: number[] = [];
  const server: Server = createServer((_, response) => {
    asked.push(performance.now());
    const next = statuses.shift() ?? 200;
    if (next === 'hang') return;
    response.writeHead(next, next === 429 ? { 'retry-after': '0' } : {}).end('x');
  });
  const port = await listenTcp(server, '127.0.0.1', 0);
  return {
    asked,
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await stopTcp(server);
    },
  };
};

/** A port that nobody listens on. */
const closedPort = async (): Promise<number> => {
  await using server = await answering();
  return server.port;
};

describe('retries', () => {
  test('what did not leave is sent again, each try in the trace, and counted', async () => {
    await using rig = await engineFixture(quick);
    await device(rig, 'away', await closedPort());
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'away' });
    const execution = await run(rig, 'go');
    expect(execution).toMatchObject({
      outcome: 'failed',
      attempts: 3,
      error: { error_type: 'connection_refused' },
    });
    expect(execution.trace[0]?.tries).toMatchObject([
      { way: 0, device_id: 'away', outcome: 'failed', error_type: 'connection_refused' },
      { way: 0, outcome: 'failed' },
      { way: 0, outcome: 'failed' },
    ]);
    const backoffs = execution.trace[0]?.steps.filter(({ step }) => step === 'backoff');
    expect(backoffs?.map(({ took_ms }) => took_ms >= 4 && took_ms < 100)).toEqual([true, true]);
    expect(await rig.engine.store.metrics()).toMatchObject({ retry_count: 2 });
  });

  test('a device that says "not now" is asked again, one that says no is not', async () => {
    await using server = await answering(429, 429, 200, 500);
    await using rig = await engineFixture(quick);
    await device(rig, 'shy', server.port);
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'shy' });
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'failed', attempts: 1 });
  });

  test('what may have arrived is repeated only where that does no harm', async () => {
    await using server = await answering('hang', 'hang');
    await using rig = await engineFixture({ ...quick, timeout_ms: 200 });
    await device(rig, 'deaf', server.port);
    await protocol(rig, 'once');
    await rig.intent('once', { protocol_name: 'once', device_id: 'deaf' });
    expect(await run(rig, 'once')).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(server.asked).toHaveLength(1);
  });

  test('the action says how often, before the protocol and the config', async () => {
    await using rig = await engineFixture(quick);
    await device(rig, 'away', await closedPort());
    await protocol(rig, 'go', { retry: { attempts: 2 } });
    await rig.intent('two', { protocol_name: 'go', device_id: 'away' });
    await rig.intent('one', { protocol_name: 'go', device_id: 'away', retry: { attempts: 1 } });
    expect(await run(rig, 'two')).toMatchObject({ attempts: 2 });
    expect(await run(rig, 'one')).toMatchObject({ attempts: 1 });
  });

  test('one deadline bounds them all', async () => {
    await using rig = await engineFixture({ retry_backoff_ms: 5000, timeout_ms: 300 });
    await device(rig, 'away', await closedPort());
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'away' });
    const execution = await run(rig, 'go');
    expect(execution).toMatchObject({ outcome: 'failed', attempts: 1 });
    expect(execution.latency_ms).toBeLessThan(300);
  });

  test('the config that another process wrote counts from the next execution', async () => {
    await using rig = await engineFixture(quick);
    await device(rig, 'away', await closedPort());
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'away' });
    expect(await run(rig, 'go')).toMatchObject({ attempts: 3 });
    await rig.configure({ ...quick, retry_attempts: 1 });
    expect(await run(rig, 'go')).toMatchObject({ attempts: 1 });
  });
});

describe('other ways', () => {
  test('a fallback serves at once, and the trace says which', async () => {
    await using rig = await engineFixture(quick);
    await device(rig, 'away', await closedPort());
    await rig.intent('cam', {
      ...pressAt(1, 0, 0),
      device_id: 'away',
      fallbacks: [
        { protocol_name: 'companion_osc_press', device_id: 'away' },
        { protocol_name: 'companion_tcp_press', device_id: 'deck' },
      ],
    });
    // OSC can't fail: it is the one that serves.
    const execution = await run(rig, 'cam');
    expect(execution).toMatchObject({ outcome: 'sent', attempts: 2 });
    expect(execution.trace[0]).toMatchObject({
      served_by: 'away',
      tries: [
        { way: 0, outcome: 'failed' },
        { way: 1, protocol_name: 'companion_osc_press', outcome: 'sent' },
      ],
    });
  });

  test('a backup takes over, and is asked first while the first one fails', async () => {
    await using server = await answering();
    await using rig = await engineFixture(quick);
    await device(rig, 'main', await closedPort(), { backup_device_id: 'spare' });
    await device(rig, 'spare', server.port);
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'main' });
    expect(await run(rig, 'go')).toMatchObject({
      outcome: 'ok',
      attempts: 2,
      trace: [{ served_by: 'spare' }],
    });
    await expect.poll(() => rig.engine.deviceHealth('main').state).toBe('failing');
    expect(await run(rig, 'go')).toMatchObject({
      outcome: 'ok',
      attempts: 1,
      trace: [{ served_by: 'spare' }],
    });
  });

  test('a mirror tells what became of each member', async () => {
    await using a = await answering();
    await using b = await answering(500);
    await using rig = await engineFixture(quick);
    await device(rig, 'a', a.port);
    await device(rig, 'b', b.port);
    await device(rig, 'both', 1, { group: { mode: 'mirror', device_ids: ['a', 'b'] } });
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'both' });
    const execution = await run(rig, 'go');
    expect(execution.outcome).toBe('failed');
    expect(execution.error?.message).toContain('1 of 2 did not take it (b)');
    expect(execution.trace[0]?.tries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ device_id: 'a', outcome: 'ok' }),
        expect.objectContaining({ device_id: 'b', outcome: 'failed' }),
      ]),
    );
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'ok', attempts: 2 });
  });

  test('the first member of a group is told as the one that served', async () => {
    await using server = await answering();
    await using rig = await engineFixture(quick);
    await device(rig, 'one', server.port);
    await device(rig, 'group', 1, { group: { mode: 'failover', device_ids: ['one'] } });
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'group' });
    expect((await run(rig, 'go')).trace[0]).toMatchObject({ outcome: 'ok', served_by: 'one' });
  });

  test('a member of a mirror is asked again like any other, and that is a retry', async () => {
    await using a = await answering(429, 200);
    await using b = await answering();
    await using rig = await engineFixture(quick);
    await device(rig, 'a', a.port);
    await device(rig, 'b', b.port);
    await device(rig, 'both', 1, { group: { mode: 'mirror', device_ids: ['a', 'b'] } });
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'both' });
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(await rig.engine.store.metrics()).toMatchObject({ retry_count: 1 });
  });

  test('another way is no retry', async () => {
    await using server = await answering();
    await using rig = await engineFixture(quick);
    await device(rig, 'main', await closedPort(), { backup_device_id: 'spare' });
    await device(rig, 'spare', server.port);
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'main' });
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'ok', attempts: 2 });
    expect(await rig.engine.store.metrics()).toMatchObject({ retry_count: 0 });
  });

  test('a fallback to itself is no other way', async () => {
    await using rig = await engineFixture(quick);
    await device(rig, 'away', await closedPort());
    await protocol(rig, 'go');
    const action = { protocol_name: 'go', device_id: 'away' };
    await rig.intent('go', { ...action, retry: { attempts: 1 }, fallbacks: [action] });
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'failed', attempts: 1 });
  });
});

describe('the breaker', () => {
  test('holds commands back after failures in a row, then lets one probe', async () => {
    await using rig = await engineFixture({
      retry_attempts: 1,
      breaker: { failures: 2, open_ms: 100 },
    });
    const port = await closedPort();
    await device(rig, 'away', port);
    await protocol(rig, 'go');
    await rig.intent('go', { protocol_name: 'go', device_id: 'away' });
    await run(rig, 'go');
    await run(rig, 'go');
    const held = await run(rig, 'go');
    expect(held).toMatchObject({
      outcome: 'refused',
      attempts: 0,
      error: { details: { reason: 'breaker_open' } },
    });
    const health = rig.engine.deviceHealth('away');
    expect(health).toMatchObject({ state: 'open', failures: 2 });
    expect(Date.parse(health.next_try_at ?? '')).toBeGreaterThan(Date.now() - 1000);
    await expect.poll(async () => (await run(rig, 'go')).attempts).toBe(1);
    expect(await run(rig, 'go')).toMatchObject({ outcome: 'refused' });
  });
});
