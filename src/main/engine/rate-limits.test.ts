import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { MemoryRateLimiter } from '../store/memory/memory-rate-limiter.ts';
import type { RateLimiter } from '../store/rate-limiter.ts';
import { limitsFor, refusedByRate } from './rate-limits.ts';

const once = { points: 1, per_ms: 60_000 };
const thrice = { points: 3, per_ms: 60_000 };
const config = (rate_limits: Record<string, unknown>) =>
  BridgeConfigSchema.parse({ rate_limits });

describe('which limits count', () => {
  test('nothing configured: none', () => {
    expect(limitsFor(config({}), 'operator', ['studio_main'])).toEqual([]);
  });

  test('an origin by its own name before its kind, and each of a kind by itself', () => {
    const limits = config({ origins: { agent: once, 'agent:cam': thrice } });
    expect(limitsFor(limits, 'agent:cam', [])).toEqual([
      { key: 'origin:agent:cam', limit: thrice },
    ]);
    expect(limitsFor(limits, 'agent:sam', [])).toEqual([
      { key: 'origin:agent:sam', limit: once },
    ]);
    expect(limitsFor(limits, 'operator', [])).toEqual([]);
  });

  test('a device by its own name before *, each once', () => {
    const limits = config({ targets: { '*': once, atem: thrice } });
    expect(limitsFor(limits, 'operator', ['atem', 'lights', 'atem'])).toEqual([
      { key: 'target:atem', limit: thrice },
      { key: 'target:lights', limit: once },
    ]);
  });

  test('a device that is named like a property of every object has no limit by that', () => {
    const limits = config({ targets: { atem: once } });
    expect(limitsFor(limits, 'operator', ['constructor', '__proto__', 'toString'])).toEqual([]);
  });
});

describe('a refusal', () => {
  test('without limits nothing is asked and nothing waits', () => {
    const asked: RateLimiter = { take: () => expect.unreachable('it was asked') };
    expect(refusedByRate(asked, [])).toBeNull();
  });

  test('says when to try again', async () => {
    const limiter = new MemoryRateLimiter();
    const limits = limitsFor(config({ origins: { agent: once } }), 'agent:cam', []);
    expect(await refusedByRate(limiter, limits)).toBeNull();
    const fault = await refusedByRate(limiter, limits);
    expect(fault).toMatchObject({
      error_type: 'rate_limited',
      message: 'agent:cam may ask 1 time in 60 s, so nothing was sent.',
      details: {
        short: 'too many',
        hint: expect.stringMatching(/^Try again in (60|59\.9) s, or raise rate_limits/),
      },
    });
    expect(fault?.details['retry_after_ms']).toBeGreaterThan(59_000);
  });

  test('a refused origin does not use up its target', async () => {
    const limiter = new MemoryRateLimiter();
    const limits = config({
      origins: { agent: once },
      targets: { atem: { ...once, points: 2 } },
    });
    const ask = (origin: 'agent:cam' | 'operator') =>
      refusedByRate(limiter, limitsFor(limits, origin, ['atem']));
    expect(await ask('agent:cam')).toBeNull();
    for (let n = 0; n < 5; n += 1)
      expect((await ask('agent:cam'))?.message).toMatch(/^agent:cam may ask/);
    expect(await ask('operator')).toBeNull();
    expect((await ask('operator'))?.message).toMatch(/^atem may be asked 2 times in 60 s/);
  });
});
