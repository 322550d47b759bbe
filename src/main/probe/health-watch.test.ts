import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ManualClock } from '../clock-double.ts';
import { systemClock } from '../clock.ts';
import { engineFixture } from '../engine/engine-fixture.ts';
import { createLog } from '../log.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { HealthFound, HealthTarget } from './ask-health.ts';
import { watchHealth, type HealthWatch } from './health-watch.ts';

const log = createLog('silent');
const simulated = { host: '127.0.0.1', http: 1, tcp: 2, udp: 3, osc: 4, obs: 5 };
const UP: HealthFound = { reached: true, answered_ms: 1.5, why: null };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const put = (store: Store, device_id: string, more: object = {}) =>
  store.put('device', device_id, DeviceSchema.parse({ device_id, device_type: 'x', ...more }));

const configure = (store: Store, health_checks: object) =>
  store.put('config', 'bridge', BridgeConfigSchema.parse({ health_checks }));

/** A watch whose looks a test answers, on a clock that a test moves. */
const watched = async (answer: (target: HealthTarget) => Promise<HealthFound>) => {
  const clock = new ManualClock();
  const store = createMemoryStore({ clock });
  const asked: { at: number; target: HealthTarget }[] = [];
  const told: string[] = [];
  const begin = (): HealthWatch => {
    const watch = watchHealth({
      engine: { store, deviceChecked: (id) => told.push(id) },
      clock,
      log,
      simulatedTargets: () => Promise.resolve(simulated),
      random: () => 0.5,
      ask: (_clock, target) => {
        asked.push({ at: clock.monotonic(), target });
        return answer(target);
      },
    });
    open.push(watch);
    return watch;
  };
  return { clock, store, asked, told, begin };
};

describe('a health check in the background', () => {
  it('looks at each place once per round, spread over it, and tells every device that is there', async () => {
    const { clock, store, asked, told, begin } = await watched(() => Promise.resolve(UP));
    await put(store, 'at_companion');
    await put(store, 'there_too');
    await put(store, 'alone', { connection_url: 'tcp://10.0.0.5:8099' });
    await put(store, 'observed', {
      connection_url: 'http://10.0.0.6:80',
      observe_only: true,
    });
    begin();
    await clock.advance(9_999);
    expect(told.toSorted()).toEqual(['alone', 'at_companion', 'observed', 'there_too']);
    expect(asked).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = asked.map(({ at }) => at);
    expect(second - first).toBeGreaterThan(3000);
    expect(third - second).toBeGreaterThan(3000);
    await clock.advance(10_000);
    expect(asked).toHaveLength(6);
  });

  it('asks nothing of datagrams and groups, and of a simulated device the simulator only', async () => {
    const { clock, store, asked, begin } = await watched(() => Promise.resolve(UP));
    await put(store, 'osc', { connection_url: 'osc://10.0.0.5:9000' });
    await put(store, 'udp', { connection_url: 'udp://10.0.0.5:9000' });
    await put(store, 'both', { group: { mode: 'mirror', device_ids: ['osc'] } });
    await put(store, 'sim', {
      connection_url: 'http://10.0.0.7:8000',
      metadata: { simulated: true },
    });
    begin();
    await clock.advance(10_000);
    expect(asked.map(({ target }) => target)).toEqual([
      { kind: 'tcp', host: '127.0.0.1', port: 1, tls: false },
    ]);
  });

  it('keeps 300 devices that never answer within its bound, and ends at once', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const { clock, store, asked, begin } = await watched(
      () =>
        new Promise((resolve) => {
          waiting.push(() => resolve({ reached: false, answered_ms: null, why: 'late' }));
          most = Math.max(most, waiting.length);
        }),
    );
    await configure(store, { at_once: 8 });
    for (let n = 0; n < 300; n += 1)
      await put(store, `d${n}`, { connection_url: `http://10.0.${n % 2}.${n % 250}:80` });
    const watch = begin();
    await clock.advance(60_000);
    expect(asked).toHaveLength(8);
    expect(most).toBe(8);
    const closing = watch.close();
    for (const end of waiting.splice(0)) end();
    await closing;
    await clock.advance(60_000);
    expect(asked).toHaveLength(8);
  });

  it('is switched off and on, and set to another pace, while it runs', async () => {
    const { clock, store, asked, begin } = await watched(() => Promise.resolve(UP));
    await put(store, 'a');
    await configure(store, { enabled: false });
    begin();
    await clock.advance(30_000);
    expect(asked).toEqual([]);
    await configure(store, { enabled: true, every_ms: 1000 });
    await clock.advance(15_000);
    expect(asked.length).toBeGreaterThanOrEqual(9);
  });
});

const listenAt = async (server: Server, port = 0): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

it('finds a real device, says that it is stale once it is gone, and finds it again', async () => {
  await using rig = await engineFixture({});
  const { engine } = rig;
  const asked: (string | undefined)[] = [];
  const answer = () =>
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader('connection', 'close').end('[]');
    });
  const first = answer();
  const port = await listenAt(first);
  await configure(engine.store, { every_ms: 500, stale_after: 2 });
  await put(engine.store, 'real', { connection_url: `http://127.0.0.1:${port}` });
  const watch = watchHealth({
    engine,
    clock: systemClock,
    log,
    simulatedTargets: () => Promise.resolve({ ...rig.simulator.ports, obs: 1 }),
  });
  open.push(watch);
  const state = () => engine.deviceHealth('real').state;
  await expect.poll(state, { timeout: 5000 }).toBe('answering');
  expect(engine.deviceHealth('real').latency_ms).toBeGreaterThan(0);
  expect(new Set(asked)).toEqual(new Set(['GET /api/connections']));
  await new Promise((resolve) => first.close(resolve));
  await expect.poll(state, { timeout: 5000 }).toBe('stale');
  expect(engine.deviceHealth('real')).toMatchObject({
    message: expect.stringContaining('connection refused'),
  });
  const second = answer();
  await listenAt(second, port);
  open.push({ close: () => new Promise((resolve) => second.close(resolve)) });
  await expect.poll(state, { timeout: 5000 }).toBe('answering');
  expect(engine.deviceHealth('real')).toMatchObject({ missed: 0, message: null });
  expect(rig.simulator.received).toEqual([]);
});
