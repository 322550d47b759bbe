import { on } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { listenTcp, stopTcp } from '../simulators/companion/listen.ts';
import { engineFixture, pressAt } from './engine-fixture.ts';

/** A device that takes every request and never answers. */
const silentDevice = async () => {
  const server = createServer();
  const taken = on(server, 'request');
  const port = await listenTcp(server, '127.0.0.1', 0);
  return {
    port,
    tookOne: () => taken.next(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await stopTcp(server);
    },
  };
};

const rigWithSilentDevice = async (port: number) => {
  const rig = await engineFixture();
  const connection_url = `http://127.0.0.1:${port}`;
  await rig.engine.store.put(
    'device',
    'silent',
    DeviceSchema.parse({ device_id: 'silent', device_type: 'custom', connection_url }),
  );
  await rig.engine.store.put(
    'protocol',
    'go',
    ProtocolSchema.parse({ protocol_name: 'go', template: '/go' }),
  );
  await rig.intent('flying', { protocol_name: 'go', device_id: 'silent' });
  return rig;
};

test('ends what waits and what flies, lets held keys go, and tells what had left', async () => {
  await using silent = await silentDevice();
  await using rig = await rigWithSilentDevice(silent.port);
  await rig.intent('waiting', { ...pressAt(1, 0, 0), delay_ms: 3000 });
  const operator = { origin: 'operator' } as const;
  const place = { device_id: 'deck', page: 1, row: 2, col: 2 };
  await rig.engine.press({ ...place, ...operator, phase: 'down', holder: 'desk' });
  const flying = rig.engine.execute({ intent_name: 'flying', ...operator });
  const waiting = Promise.all(
    Array.from({ length: 500 }, () =>
      rig.engine.execute({ intent_name: 'waiting', origin: 'agent:if.sam' }),
    ),
  );
  await silent.tookOne();
  const state = await rig.engine.panic.engage('operator');
  expect((await waiting).map(({ outcome }) => outcome)).toEqual(Array(500).fill('cancelled'));
  const flown = await flying;
  expect(flown).toMatchObject({ outcome: 'unknown', error: { error_type: 'cancelled' } });
  expect(state).toMatchObject({
    engaged: true,
    by: 'operator',
    report: {
      cancelled: 500,
      aborted: 1,
      macros: 0,
      released: 1,
      already_left: [
        { execution_id: flown.execution_id, intent_name: 'flying', device_id: 'silent' },
      ],
    },
  });
  expect(rig.simulator.button({ page: 1, row: 2, col: 2 })?.pressed).toBe(false);
  expect(rig.simulator.received.map(({ action }) => action)).toEqual(['down', 'up']);
});

test('ends what was asked for just before it and was still on its way', async () => {
  await using rig = await engineFixture();
  await rig.intent('waiting', { ...pressAt(1, 0, 0), delay_ms: 3000 });
  const engaged = rig.engine.panic.engage('operator');
  // A host reads and checks a request in a few turns of promises; PANIC brings nothing to read.
  for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
  const pressed = rig.engine.execute({ intent_name: 'waiting', origin: 'operator' });
  expect((await engaged).report).toMatchObject({ cancelled: 1 });
  expect(await pressed).toMatchObject({ outcome: 'cancelled' });
});

test('until it is lifted only the operator can fire', async () => {
  await using rig = await engineFixture();
  await rig.intent('cam', pressAt(1, 0, 0));
  const fire = (origin: string) => rig.engine.execute({ intent_name: 'cam', origin });
  await rig.engine.panic.engage('operator');
  for (const origin of ['agent:if.sam', 'hardware:buzzer', 'api:tablet'])
    expect(await fire(origin)).toMatchObject({
      outcome: 'refused',
      error: { details: { reason: 'panic' } },
    });
  expect(await fire('operator')).toMatchObject({ outcome: 'ok' });
  expect(rig.engine.panic.lift()).toMatchObject({ engaged: false });
  expect(await fire('agent:if.sam')).toMatchObject({ outcome: 'ok' });
});

test('one execution can be cancelled by its id, before and after its bytes left', async () => {
  await using silent = await silentDevice();
  await using rig = await rigWithSilentDevice(silent.port);
  const end = new AbortController();
  const running = (async () => {
    for await (const event of rig.engine.mirror(end.signal)) {
      const entries =
        event.type === 'snapshot' ? event.state.executions : event.changes.executions;
      const id = Object.keys(entries ?? {})[0];
      if (id !== undefined) return id;
    }
    throw new Error('nothing runs');
  })();
  const flying = rig.engine.execute({ intent_name: 'flying', origin: 'operator' });
  const id = await running;
  await silent.tookOne();
  expect(rig.engine.control(id, 'cancel')).toBe(true);
  expect(await flying).toMatchObject({ outcome: 'unknown', execution_id: id });
  expect(rig.engine.control(id, 'cancel')).toBe(false);
  end.abort();
});

test('engaged once more, the reports add up', async () => {
  await using rig = await engineFixture();
  await rig.intent('waiting', { ...pressAt(1, 0, 0), delay_ms: 3000 });
  const fire = () => rig.engine.execute({ intent_name: 'waiting', origin: 'operator' });
  const first = fire();
  await rig.engine.panic.engage('operator');
  const second = fire();
  const { since, report } = await rig.engine.panic.engage('api:tablet');
  expect([(await first).outcome, (await second).outcome]).toEqual(['cancelled', 'cancelled']);
  expect(report).toMatchObject({ cancelled: 2 });
  expect(rig.engine.panic.state()).toMatchObject({ by: 'operator', since });
});

test('a key whose DOWN was on its way is let go when the app closes', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url?.endsWith('/up')) response.end('ok');
  });
  const downs = on(server, 'request');
  const port = await listenTcp(server, '127.0.0.1', 0);
  const rig = await rigWithSilentDevice(port);
  const place = { device_id: 'silent', page: 1, row: 0, col: 0, origin: 'operator' } as const;
  const down = rig.engine.press({ ...place, phase: 'down' });
  await downs.next();
  await rig.engine.close();
  expect((await down).outcome).toBe('unknown');
  expect(asked).toEqual(['/api/location/1/0/0/down', '/api/location/1/0/0/up']);
  await rig[Symbol.asyncDispose]();
  server.closeAllConnections();
  await stopTcp(server);
});
