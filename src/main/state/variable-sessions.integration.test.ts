import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import { systemClock } from '../clock.ts';
import { RedisFixture, silentLog } from '../store/redis/redis-fixture.ts';
import { linkOn } from './redis-link-fixture.ts';
import type { RedisLink } from './redis-link.ts';
import { VariableSessions } from './variable-sessions.ts';

let redis: RedisFixture;
let link: RedisLink;
beforeAll(async () => {
  redis = await RedisFixture.open({ appendfsync: 'no' });
});
beforeEach(async () => {
  link = await linkOn(redis);
});
afterEach(async () => {
  link.close();
  await redis.reset();
});
afterAll(() => redis.close());

it('a session that began here is one of all processes as soon as a remote client attaches', async () => {
  const here = new VariableSessions({ link, clock: systemClock });
  const elsewhere = new VariableSessions({ link, clock: systemClock });
  const opened = await here.open('s');
  if (!opened.ok) throw new Error(opened.error.message);
  await opened.value.register('x', 'integer', 7);
  expect(opened.value.backend).toBe('local');
  expect(await elsewhere.find('s')).toMatchObject({ error: { code: 'session_expired' } });
  await here.attachRemote('s');
  expect(opened.value.backend).toBe('bridged');
  const found = await elsewhere.find('s');
  if (!found.ok) throw new Error(found.error.message);
  expect(await found.value.get('x')).toEqual({ ok: true, value: 7 });
  await here.open('t');
  expect(await here.list()).toEqual([
    { session: 's', backend: 'bridged' },
    { session: 't', backend: 'local' },
  ]);
  expect(await elsewhere.list()).toEqual([{ session: 's', backend: 'bridged' }]);
  // Of a session that nobody began there is nothing to move.
  await here.attachRemote('nobody');
  expect(await here.find('nobody')).toMatchObject({ error: { code: 'session_expired' } });
});

it('a session that can not be moved stays here, is told of once, and is not tried at every call', async () => {
  const clock = new ManualClock();
  const told: unknown[] = [];
  const log = { ...silentLog, warn: (fields: unknown) => told.push(fields) };
  const rooms = [0, 1].map(() => new VariableSessions({ link, clock, log }));
  const [here, elsewhere] = rooms;
  for (const room of rooms) {
    const opened = await room.open('both');
    if (!opened.ok) throw new Error(opened.error.message);
    await opened.value.register('x', 'integer', 1);
  }
  await here?.attachRemote('both');
  const found = await elsewhere?.find('both');
  if (!found?.ok) throw new Error('not found');
  const attached = vi.spyOn(found.value, 'attachRemote');
  await Promise.all([0, 1].map(async () => elsewhere?.attachRemote('both')));
  attached.mockClear();
  for (let n = 0; n < 5; n += 1) await elsewhere?.attachRemote('both');
  expect(found.value.backend).toBe('local');
  expect(attached).not.toHaveBeenCalled();
  expect(told).toEqual([
    { session: 'both', problem: expect.stringContaining('There is a variable x already') },
  ]);
  // What stood in its way is gone.
  const other = await here?.find('both');
  if (other?.ok) await other.value.end();
  await clock.advance(60_000);
  await elsewhere?.attachRemote('both');
  expect(found.value.backend).toBe('bridged');
});

it('without Redis it stays here, and works', async () => {
  const sessions = new VariableSessions({ link: null, clock: systemClock });
  const opened = await sessions.open('s');
  if (!opened.ok) throw new Error(opened.error.message);
  await sessions.attachRemote('s');
  expect(opened.value.backend).toBe('local');
  expect(await opened.value.register('x', 'integer', 7)).toMatchObject({ ok: true });
});
