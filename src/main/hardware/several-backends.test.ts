import { expect, test } from 'vitest';
import type { HardwareClientStatus } from '#shared/contract/hardware.ts';
import {
  at,
  eventually,
  makeClient,
  opened,
  simulateBackend,
  statusWhere,
} from './hardware-fixture.ts';

const openUrls = ({ backends }: HardwareClientStatus): string[] =>
  backends.filter(({ state }) => state === 'open').map(({ url }) => new URL(url).host);

test('failover: one connection, to the first that answers; the next one when that is lost', async () => {
  const [first, second] = [await simulateBackend(), await simulateBackend()];
  const client = makeClient({
    host: at(first),
    backends: [{ host: at(second) }],
    lasted_ms: 0,
  });
  expect(openUrls(await opened(client))).toEqual([at(first)]);
  expect(second.attempts).toBe(0);
  await first.setFault('refuse');
  const over = await statusWhere(client, (status) => openUrls(status)[0] === at(second));
  expect(over.backends).toHaveLength(1);
  // It stays where it is when the first is well again, and goes back there when the second is lost.
  await first.setFault(null);
  client.send('echo');
  await eventually(() => second.received.length).toBe(1);
  expect(first.clients).toEqual([]);
  await second.setFault('refuse');
  await statusWhere(client, (status) => openUrls(status)[0] === at(first));
});

test('failover: after one that lasted it begins with the first again, not with the next', async () => {
  const [first, second, third] = [
    await simulateBackend(),
    await simulateBackend(),
    await simulateBackend(),
  ];
  await first.setFault('refuse');
  const client = makeClient({
    host: at(first),
    backends: [{ host: at(second) }, { host: at(third) }],
    lasted_ms: 0,
  });
  client.start();
  await statusWhere(client, (status) => openUrls(status)[0] === at(second));
  await first.setFault(null);
  await second.setFault('refuse');
  await statusWhere(client, (status) => openUrls(status)[0] === at(first));
  expect(third.attempts).toBe(0);
});

test('failover: a backend that takes connections and drops them does not keep it from the next', async () => {
  const [first, second] = [await simulateBackend(), await simulateBackend()];
  await first.setFault('drop');
  const client = makeClient({ host: at(first), backends: [{ host: at(second) }] });
  client.start();
  await statusWhere(client, (status) => openUrls(status)[0] === at(second));
});

test('failover: one that does not let it in is left out; it stops when none does', async () => {
  const [first, second] = [await simulateBackend({ token: 'a' }), await simulateBackend()];
  const client = makeClient({ host: at(first), backends: [{ host: at(second) }] });
  await opened(client);
  expect(first.attempts).toBe(1);
  const ended = client.run();
  second.closeAll(4401, 'no');
  await ended;
  expect(client.status().state).toBe('stopped');
  expect([first.attempts, second.attempts]).toEqual([1, 1]);
});

test('all: every backend gets every message; the hardware is set up once, while any is there', async () => {
  const [first, second] = [await simulateBackend(), await simulateBackend()];
  const seen: string[] = [];
  const client = makeClient(
    { host: at(first), backends: [{ host: at(second) }], backend_mode: 'all' },
    {
      setup: () => void seen.push('setup'),
      teardown: () => void seen.push('teardown'),
      on_message: (type) => void seen.push(type),
      on_connected: () => void seen.push('connected'),
      on_disconnected: () => void seen.push('disconnected'),
    },
  );
  client.start();
  await statusWhere(client, (status) => openUrls(status).length === 2);
  expect(client.send('scene', { name: 'talk' }).outcome).toBe('sent');
  await eventually(() => [first.received.length, second.received.length]).toEqual([1, 1]);
  second.say({ type: 'from_second' });
  await eventually(() => seen).toContain('from_second');
  await first.setFault('refuse');
  await statusWhere(client, (status) => openUrls(status).length === 1);
  // One of them is enough to be open, and to send.
  expect(client.status().state).toBe('open');
  expect(client.send('scene').outcome).toBe('sent');
  await client.stop();
  expect(seen).toEqual([
    'setup',
    'connected',
    'connected',
    'from_second',
    'disconnected',
    'disconnected',
    'teardown',
  ]);
});

test('all: a message waits for the backend that is away, and what became of it is the best of both', async () => {
  const [first, second] = [await simulateBackend(), await simulateBackend()];
  const client = makeClient({
    host: at(first),
    backends: [{ host: at(second) }],
    backend_mode: 'all',
    outbound: { level: { policy: 'keep_latest', ttl_ms: 30_000 } },
  });
  await Promise.all([first.setFault('refuse'), second.setFault('refuse')]);
  client.start();
  await statusWhere(client, ({ backends }) =>
    backends.every(({ state }) => state === 'waiting'),
  );
  const { outcome, settled } = client.send('level', { v: 1 });
  expect(outcome).toBe('queued');
  expect(client.status().queued).toBe(2);
  await second.setFault(null);
  await eventually(() => second.received.length).toBe(1);
  expect(client.status().queued).toBe(1);
  await client.stop();
  expect(await settled).toBe('sent');
});
