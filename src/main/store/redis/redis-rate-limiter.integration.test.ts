import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RedisFixture } from './redis-fixture.ts';
import { RedisRateLimiter } from './redis-rate-limiter.ts';

const minute = { points: 3, per_ms: 60_000 };

let redis: RedisFixture;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterEach(() => redis.reset());
afterAll(() => redis.close());

const room = (up = true) => new RedisRateLimiter({ client: redis.other(), up });

test('two control rooms share one count, however they race', async () => {
  const rooms = [room(), room()];
  const asked = Array.from({ length: 10 }, () =>
    rooms.map((one) => one.take('origin:agent:cam', minute)),
  );
  const taken = await Promise.all(asked.flat());
  expect(taken.filter((one) => one.ok)).toHaveLength(3);
  const refused = await room().take('origin:agent:cam', minute);
  expect(refused).toMatchObject({ ok: false });
  expect(refused.ok ? 0 : refused.retryAfterMs).toBeGreaterThan(59_000);
});

test('one key, under our prefix, that ends with its window', async () => {
  await room().take('target:studio_main', minute);
  const client = redis.other();
  expect(await client.keys('*')).toEqual(['mcr:companion:rate:target:studio_main']);
  const left = await client.pttl('mcr:companion:rate:target:studio_main');
  expect(left).toBeGreaterThan(59_000);
  expect(left).toBeLessThanOrEqual(60_000);
});

test('a window shorter than a second ends too', async () => {
  const short = { points: 1, per_ms: 80 };
  const limiter = room();
  expect(await limiter.take('k', short)).toEqual({ ok: true });
  const refused = await limiter.take('k', short);
  const wait = refused.ok ? 0 : refused.retryAfterMs;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(80);
  await delay(wait + 5);
  expect(await limiter.take('k', short)).toEqual({ ok: true });
});

test('a counter that somebody made last for ever gets its end back', async () => {
  const client = redis.other();
  await client.set('mcr:companion:rate:k', 7);
  expect(await room().take('k', minute)).toMatchObject({ ok: false });
  expect(await client.pttl('mcr:companion:rate:k')).toBeGreaterThan(0);
});

test('while Redis is away each room counts by itself', async () => {
  const limiter = room();
  expect(await limiter.take('k', minute)).toEqual({ ok: true });
  await redis.kill();
  const taken = [];
  for (let n = 0; n < 4; n += 1) taken.push((await limiter.take('k', minute)).ok);
  expect(taken).toEqual([true, true, true, false]);
});

test('known to be away, Redis is not asked', async () => {
  const limiter = room(false);
  expect(await limiter.take('k', minute)).toEqual({ ok: true });
  expect(await redis.other().keys('*')).toEqual([]);
});
