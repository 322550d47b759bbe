import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { MemoryRateLimiter } from './memory-rate-limiter.ts';

/** Wide enough that a slow machine takes three within it. */
const limit = { points: 2, per_ms: 400 };

test('so many in a window, by key, and again in the next one', async () => {
  const limiter = new MemoryRateLimiter();
  expect(await limiter.take('a', limit)).toEqual({ ok: true });
  expect(await limiter.take('a', limit)).toEqual({ ok: true });
  const refused = await limiter.take('a', limit);
  expect(refused.ok).toBe(false);
  expect(await limiter.take('b', limit)).toEqual({ ok: true });
  const wait = refused.ok ? 0 : refused.retryAfterMs;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(limit.per_ms);
  // What it says is what it keeps to: a limiter of the library's own knows no other clock.
  await delay(wait + 5);
  expect(await limiter.take('a', limit)).toEqual({ ok: true });
});

test('a changed limit counts anew', async () => {
  const limiter = new MemoryRateLimiter();
  await limiter.take('a', { points: 1, per_ms: 60_000 });
  expect(await limiter.take('a', { points: 1, per_ms: 50_000 })).toEqual({ ok: true });
});
