import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { ErrorTypeSchema, type ErrorType, type Fault } from '../contract/errors.ts';
import { backoffs, isSafeToRepeat, leastWaitMs, retryPolicy } from './retry-policy.ts';

const config = BridgeConfigSchema.parse({});
const fault = (error_type: ErrorType, details: Fault['details'] = {}): Fault => ({
  error_type,
  message: 'x',
  details,
});

const policy = (attempts: number, multiplier = 2) => ({
  attempts,
  backoff: { initialMs: 1000, multiplier, maxMs: 10_000 },
});

describe('the policy', () => {
  test('is the config where nothing else is said', () => {
    expect(retryPolicy(config, {}, { retry: null })).toEqual({
      attempts: 3,
      backoff: { initialMs: 1000, multiplier: 2, maxMs: 10_000 },
    });
  });

  test('takes each field from the action, then the protocol', () => {
    const protocol = { retry: { attempts: 5, backoff_ms: 0, multiplier: 3 } };
    expect(
      retryPolicy(config, protocol, { retry: { attempts: 1, max_backoff_ms: 50 } }),
    ).toEqual({
      attempts: 1,
      backoff: { initialMs: 0, multiplier: 3, maxMs: 50 },
    });
  });
});

describe('the waits', () => {
  test('grow by the multiplier up to the maximum, one fewer than attempts', () => {
    expect([...backoffs(policy(7), () => 1)]).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect([...backoffs(policy(4, 3), () => 1)]).toEqual([1000, 3000, 9000]);
    expect([...backoffs(policy(1))]).toEqual([]);
  });

  test('jitter takes away half at most and adds nothing', () => {
    expect([...backoffs(policy(4), () => 0)]).toEqual([500, 1000, 2000]);
    const first = Array.from({ length: 200 }, () => backoffs(policy(2)).next().value ?? 0);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...first)).toBeLessThanOrEqual(1000);
    expect(new Set(first).size).toBeGreaterThan(100);
  });

  test('without a back-off there is none', () => {
    const none = { attempts: 20, backoff: { initialMs: 0, multiplier: 10, maxMs: 0 } };
    expect([...backoffs(none)]).toEqual(Array.from({ length: 19 }, () => 0));
  });
});

describe('what may be sent again', () => {
  const safe: readonly ErrorType[] = [
    'connection_refused',
    'connection_timeout',
    'dns_resolution',
    'rate_limited',
    'connection_lost',
  ];

  test.each(ErrorTypeSchema.options)('%s before anything left', (type) => {
    const result = { outcome: 'failed' as const, fault: fault(type), ambiguous: false };
    expect(isSafeToRepeat(result, false)).toBe(safe.includes(type));
    expect(isSafeToRepeat(result, true)).toBe(safe.includes(type));
  });

  test.each(ErrorTypeSchema.options)('%s after bytes may have left', (type) => {
    const result = { outcome: 'unknown' as const, fault: fault(type), ambiguous: true };
    expect(isSafeToRepeat(result, false)).toBe(false);
    expect(isSafeToRepeat(result, true)).toBe(safe.includes(type));
  });

  test('nothing that ended otherwise', () => {
    expect(isSafeToRepeat({ outcome: 'ok' }, true)).toBe(false);
    expect(isSafeToRepeat({ outcome: 'sent' }, true)).toBe(false);
    expect(
      isSafeToRepeat(
        { outcome: 'cancelled', fault: fault('connection_timeout'), ambiguous: false },
        true,
      ),
    ).toBe(false);
  });

  test.each([
    [3000, 3000],
    [null, 0],
    [-5, 0],
  ])('a device that asked to wait %j ms', (retry_after_ms, ms) => {
    expect(leastWaitMs({ fault: fault('rate_limited', { retry_after_ms }) })).toBe(ms);
  });
});
