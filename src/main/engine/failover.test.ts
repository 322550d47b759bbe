import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { engineFixture, pressAt } from './engine-fixture.ts';

/** A port that nobody listens on any more. */
const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
};

it('a stand-in serves while the first is away, the trace says which, and a look brings the first back', async () => {
  await using rig = await engineFixture({ retry_backoff_ms: 1 });
  const { engine, simulator } = rig;
  const put = (device_id: string, more: object) =>
    engine.store.put(
      'device',
      device_id,
      DeviceSchema.parse({ device_id, device_type: 'x', ...more }),
    );
  const alive = `http://${simulator.ports.host}:${simulator.ports.http}`;
  await put('first', { connection_url: `http://127.0.0.1:${await closedPort()}` });
  await put('second', { connection_url: alive });
  await put('line', { group: { mode: 'failover', device_ids: ['first', 'second'] } });
  await rig.intent('go', { ...pressAt(1, 0, 2), device_id: 'line' });
  const fire = async () => {
    const run = await engine.execute({ intent_name: 'go', origin: 'operator' });
    expect(run.outcome).toBe('ok');
    return run.trace[0]?.served_by;
  };

  expect(await fire()).toBe('second');
  expect(engine.deviceHealth('first').state).toBe('failing');
  await put('first', { connection_url: alive });
  // Nobody tries it by a command while another one is better.
  expect(await fire()).toBe('second');
  engine.deviceChecked('first', { reached: true, answered_ms: 1, why: null }, 3);
  expect(await fire()).toBe('first');
});

it('a look that finds nothing moves the commands before one of them fails', async () => {
  await using rig = await engineFixture();
  const { engine, simulator } = rig;
  const connection_url = `http://${simulator.ports.host}:${simulator.ports.http}`;
  for (const [device_id, more] of [
    ['first', { backup_device_id: 'second' }],
    ['second', {}],
  ] as const)
    await engine.store.put(
      'device',
      device_id,
      DeviceSchema.parse({ device_id, device_type: 'x', connection_url, ...more }),
    );
  await rig.intent('go', { ...pressAt(1, 0, 2), device_id: 'first' });
  engine.deviceChecked('first', { reached: false, answered_ms: null, why: 'refused' }, 1);
  const run = await engine.execute({ intent_name: 'go', origin: 'operator' });
  expect(run.trace[0]).toMatchObject({ outcome: 'ok', served_by: 'second' });
});
