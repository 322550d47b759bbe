import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { linkOn } from '../state/redis-link-fixture.ts';
import type { RedisLink } from '../state/redis-link.ts';
import { VARIABLES_PREFIX } from '../state/state-keys.ts';
import { VariableSessions } from '../state/variable-sessions.ts';
import { RedisFixture } from '../store/redis/redis-fixture.ts';
import { variablesOf } from './variables.ts';

let redis: RedisFixture;
let link: RedisLink;
beforeAll(async () => {
  redis = await RedisFixture.open({ appendfsync: 'no' });
  link = await linkOn(redis);
});
afterAll(async () => {
  link.close();
  await redis.close();
});

const params = { session: 's' };
const named = { params: { session: 's', name: 'a' } };
const caller = { context: { origin: 'operator' } } as const;
const over = { code: 'not_found', data: { details: { code: 'session_expired' } } };

test('every question tells of a session that ended in Redis while this room held it, and it is begun anew', async () => {
  const sessions = new VariableSessions({ link, clock: systemClock });
  const ask = variablesOf(sessions);
  const body = { name: 'a', type: 'integer', value: 1 } as const;
  const questions: (() => Promise<unknown>)[] = [
    () => ask.list({ input: { params } }),
    () => ask.get({ input: named }),
    () => ask.getMany({ input: { params, body: { names: ['a'] } } }),
    () => ask.set({ ...caller, input: { ...named, body: { value: 2 } } }),
    () => ask.delete({ input: named }),
    () => ask.batch({ ...caller, input: { params, body: { updates: { a: 2 } } } }),
    () =>
      ask.batch({ ...caller, input: { params, body: { updates: { a: 2 }, atomic: true } } }),
    () => ask.end({ input: { params } }),
  ];
  for (const question of questions) {
    await ask.register({ ...caller, input: { params, body } });
    await sessions.attachRemote('s');
    await redis.other().pexpire(`${VARIABLES_PREFIX}s`, 0);
    await expect(question(), String(question)).rejects.toMatchObject(over);
  }
  // It is held no longer: what is registered next begins it.
  expect(await ask.register({ ...caller, input: { params, body } })).toMatchObject({
    version: 0,
  });
}, 60_000);

test('what is registered where a session ended in Redis while this room held it begins it anew, at once', async () => {
  const sessions = new VariableSessions({ link, clock: systemClock });
  const ask = variablesOf(sessions);
  const input = {
    params: { session: 'r' },
    body: { name: 'a', type: 'integer', value: 1 },
  } as const;
  await ask.register({ ...caller, input });
  await sessions.attachRemote('r');
  await redis.other().pexpire(`${VARIABLES_PREFIX}r`, 0);
  expect(await ask.register({ ...caller, input })).toMatchObject({ name: 'a', version: 0 });
  expect(await ask.list({ input })).toHaveLength(1);
}, 30_000);

test('a watch ends with its session, and of one that is over there is none', async () => {
  const sessions = new VariableSessions({ link, clock: systemClock });
  const ask = variablesOf(sessions);
  const { signal } = new AbortController();
  await expect(ask.watch('never', signal).next()).rejects.toMatchObject(over);
  await ask.register({
    ...caller,
    input: { params: { session: 'w' }, body: { name: 'a', type: 'json', value: 1 } },
  });
  await sessions.attachRemote('w');
  const events = ask.watch('w', signal);
  await events.next();
  await redis.other().pexpire(`${VARIABLES_PREFIX}w`, 0);
  expect(await events.next()).toMatchObject({ value: { kind: 'expired' } });
  expect(await events.next()).toMatchObject({ done: true });
});

test('a watch of what somebody ruined names the variable', async () => {
  const ask = variablesOf(new VariableSessions({ link, clock: systemClock }));
  const key = `${VARIABLES_PREFIX}ruined`;
  await redis.other().hset(key, 's', '2026-11-28T20:00:00.000Z', 'v:a', '{}');
  const events = ask.watch('ruined', new AbortController().signal);
  await expect(events.next()).rejects.toMatchObject({
    code: 'validation_error',
    data: { details: { variable: 'a' } },
  });
});

test('whoever asks for a session while it is begun does not end it', async () => {
  const sessions = new VariableSessions({ link, clock: systemClock });
  const ask = variablesOf(sessions);
  const body = { name: 'a', type: 'integer', value: 1 } as const;
  for (let round = 0; round < 200; round += 1) {
    const session = `begun_${round}`;
    const read = () =>
      ask.get({ input: { params: { session, name: 'a' } } }).catch((error: unknown) => error);
    const begin = ask.register({ ...caller, input: { params: { session }, body } });
    await Promise.all([begin, read(), read(), read()]);
    expect(await ask.list({ input: { params: { session } } })).toMatchObject([{ name: 'a' }]);
  }
});
