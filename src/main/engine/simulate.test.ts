import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

/** A device that really is somewhere, and counts what reaches it. */
const realDevice = async ({ engine }: EngineFixture, more: object = {}) => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached += 1;
    response.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const device = {
    device_id: 'real',
    device_type: 'virtual_surface',
    connection_url: `http://127.0.0.1:${address.port}`,
    ...more,
  };
  await engine.store.put('device', 'real', DeviceSchema.parse(device));
  return {
    reached: () => reached,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const press = { ...pressAt(1, 0, 2), device_id: 'real' };
const simulated = { intent_name: 'go', origin: 'operator' as const, simulate: true };

test('asked for on the simulators, a real device gets nothing, and nothing is said of it', async () => {
  await using fixture = await engineFixture();
  await using device = await realDevice(fixture, { observe_only: true });
  await fixture.intent('go', press);
  const { engine, simulator } = fixture;
  const execution = await engine.execute(simulated);
  expect(execution).toMatchObject({
    outcome: 'ok',
    simulated: true,
    trace: [
      {
        simulated: true,
        command: { url: expect.stringContaining(`:${simulator.ports.http}/`) },
      },
    ],
  });
  expect(execution.trace[0]?.state_change).toBeUndefined();
  expect(simulator.received).toHaveLength(1);
  expect(device.reached()).toBe(0);
  expect(engine.deviceHealth('real').state).toBe('untried');
  expect(await engine.store.buttons('real')).toEqual([]);
});

test('without it the same intent goes to the device', async () => {
  await using fixture = await engineFixture();
  await using device = await realDevice(fixture);
  await fixture.intent('go', press);
  const execution = await fixture.engine.execute({ ...simulated, simulate: false });
  expect(execution.outcome).toBe('ok');
  expect(execution.simulated).toBeUndefined();
  expect(execution.trace[0]?.simulated).toBeUndefined();
  expect(device.reached()).toBe(1);
});

test('a device that is simulated anyway says so in the trace', async () => {
  await using fixture = await engineFixture();
  await fixture.intent('go', pressAt(1, 0, 2));
  const { trace } = await fixture.engine.execute({ ...simulated, simulate: false });
  expect(trace[0]?.simulated).toBe(true);
});

test('a macro hands it down to its steps, and its guard asks nothing', async () => {
  await using fixture = await engineFixture();
  await using device = await realDevice(fixture);
  await fixture.intent('go', press);
  const macro = MacroSchema.parse({
    macro_id: 'm',
    macro_name: 'M',
    guard: 'arm',
    steps: [{ step_number: 1, intent_name: 'go' }],
  });
  await fixture.engine.store.put('macro', 'm', macro);
  const run = await fixture.engine.executeMacro({
    macro_id: 'm',
    origin: 'operator',
    simulate: true,
  });
  expect(run).toMatchObject({ outcome: 'ok', simulated: true });
  const step = await fixture.engine.execution(run.macro?.steps[0]?.execution_id ?? '');
  expect(step).toMatchObject({ simulated: true, trace: [{ simulated: true }] });
  expect(device.reached()).toBe(0);
});

test('what has no simulator is refused, and says so', async () => {
  let performed = 0;
  await using fixture = await engineFixture({}, undefined, {
    camera: {
      prepare: () => {
        performed += 1;
        throw new Error('not to be asked');
      },
    },
  });
  await fixture.intent('go', {
    action_type: 'camera',
    protocol_name: 'start_recording',
    device_id: 'cam_1',
  });
  expect(await fixture.engine.execute(simulated)).toMatchObject({
    outcome: 'refused',
    error: {
      message: 'There is no simulator for cameras, so nothing was done.',
      details: { reason: 'no_simulator' },
    },
  });
  expect(performed).toBe(0);
});

test('an execution keeps the values that it was asked with', async () => {
  await using fixture = await engineFixture();
  await fixture.intent('go', pressAt(1, 0, 2));
  const context = { scene: 'news' };
  expect(await fixture.engine.execute({ ...simulated, context })).toMatchObject({ context });
  expect((await fixture.engine.execute(simulated)).context).toBeUndefined();
});
