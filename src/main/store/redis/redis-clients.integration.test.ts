import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { AbstractConnector } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectCommands } from './redis-clients.ts';
import { RedisFixture } from './redis-fixture.ts';

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());

/** Closed by a fail-over in the moment that it connects for the second time. */
class Interrupted extends AbstractConnector {
  static tries = 0;
  constructor() {
    super(2000);
  }
  async connect(): Promise<Socket> {
    Interrupted.tries += 1;
    if (Interrupted.tries === 2) throw new Error('Connection is closed.');
    this.connecting = true;
    const stream = createConnection(redis.path);
    this.stream = stream;
    return stream;
  }
}

it('connects again after a fail-over that came while it was connecting, until it is closed', async () => {
  const client = connectCommands({
    label: 'test',
    topology: 'single',
    options: { Connector: Interrupted },
  });
  client.on('error', () => undefined);
  const untilReady = (): Promise<void> =>
    new Promise((resolve) => client.once('ready', () => resolve()));
  await untilReady();
  const again = untilReady();
  client.disconnect(true);
  await again;
  expect(Interrupted.tries).toBe(3);
  expect(await client.set('a', '1')).toBe('OK');
  const ended = once(client, 'end');
  client.disconnect();
  await ended;
  expect(client.status).toBe('end');
});
