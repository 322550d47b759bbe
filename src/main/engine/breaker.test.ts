import { beforeEach, describe, expect, test } from 'vitest';
import type { ErrorType } from '#shared/contract/errors.ts';
import { ManualClock } from '../clock-double.ts';
import type { SendResult } from '../transports/transport.ts';
import { Breakers, targetAnswers } from './breaker.ts';

const policy = { failures: 3, open_ms: 1000 };
const target = 'http 10.0.0.4:8000';

describe('a breaker', () => {
  let clock: ManualClock;
  let breakers: Breakers;
  beforeEach(() => {
    clock = new ManualClock();
    breakers = new Breakers(clock);
  });

  const fail = (times: number, name = target): void => {
    for (let n = 0; n < times; n += 1) {
      breakers.mayTry(name, policy);
      breakers.noted(name, false, false);
    }
  };

  test('opens after so many failures in a row, for that target alone', () => {
    fail(2);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: true, probe: false });
    expect(breakers.state(target)).toEqual({ state: 'closed', failures: 2, nextTryAt: null });
    fail(1);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: false, nextTryMs: 1000 });
    expect(breakers.state(target)).toEqual({
      state: 'open',
      failures: 3,
      nextTryAt: clock.now() + 1000,
    });
    expect(breakers.mayTry('another', policy)).toEqual({ ok: true, probe: false });
  });

  test('an answer in between starts the count anew', () => {
    fail(2);
    breakers.noted(target, true, false);
    fail(2);
    expect(breakers.mayTry(target, policy).ok).toBe(true);
  });

  test('after open_ms exactly one may probe, and its answer closes it', async () => {
    fail(3);
    await clock.advance(999);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: false, nextTryMs: 1 });
    await clock.advance(1);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: true, probe: true });
    expect(breakers.mayTry(target, policy)).toEqual({ ok: false, nextTryMs: 0 });
    expect(breakers.state(target).state).toBe('probing');
    breakers.noted(target, true, true);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: true, probe: false });
    expect(breakers.state(target).failures).toBe(0);
  });

  test('a probe that fails opens it again', async () => {
    fail(3);
    await clock.advance(1000);
    breakers.mayTry(target, policy);
    breakers.noted(target, false, true);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: false, nextTryMs: 1000 });
    expect(breakers.state(target)).toMatchObject({ state: 'open', failures: 4 });
  });

  test('a probe that was cancelled is given back to the next', async () => {
    fail(3);
    await clock.advance(1000);
    breakers.mayTry(target, policy);
    breakers.noted(target, null, true);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: true, probe: true });
  });

  test('sends from before the probe do not end it by failing or being cancelled', async () => {
    fail(3);
    await clock.advance(1000);
    breakers.mayTry(target, policy);
    breakers.noted(target, false, false);
    breakers.noted(target, null, false);
    await clock.advance(5000);
    expect(breakers.mayTry(target, policy)).toEqual({ ok: false, nextTryMs: 0 });
  });

  test('what was cancelled counts as nothing', () => {
    fail(2);
    breakers.noted(target, null, false);
    expect(breakers.state(target).failures).toBe(2);
  });

  test('a changed policy holds from the next command on', () => {
    fail(3);
    expect(breakers.mayTry(target, { failures: 3, open_ms: 200 })).toEqual({
      ok: false,
      nextTryMs: 200,
    });
    expect(breakers.mayTry(target, { failures: 9, open_ms: 200 }).ok).toBe(true);
  });

  test('a thousand and one dead targets: the oldest is forgotten', () => {
    for (let n = 0; n <= 1000; n += 1) fail(3, `t${n}`);
    expect(breakers.state('t0').state).toBe('closed');
    expect(breakers.state('t1').state).toBe('open');
    expect(breakers.state('t1000').state).toBe('open');
  });
});

describe('what a send tells of its target', () => {
  const timings = { connect: null, write: 0, reply: null };
  const failed = (
    error_type: ErrorType,
    outcome: 'failed' | 'unknown' | 'cancelled' = 'failed',
  ): SendResult => ({
    outcome,
    fault: { error_type, message: 'x', details: {} },
    ambiguous: outcome === 'unknown',
    reply: null,
    timings,
  });

  test.each<[SendResult, boolean | null]>([
    [{ outcome: 'ok', reply: null, timings }, true],
    [{ outcome: 'sent', reply: null, timings }, true],
    [failed('connection_refused'), false],
    [failed('dns_resolution'), false],
    [failed('connection_timeout'), false],
    [failed('connection_timeout', 'unknown'), false],
    [failed('connection_lost', 'unknown'), false],
    [failed('invalid_response'), true],
    [failed('protocol_error'), true],
    [failed('rate_limited'), true],
    [failed('validation_error'), null],
    [failed('internal', 'unknown'), null],
    [failed('connection_timeout', 'cancelled'), null],
  ])('%j', (result, good) => {
    expect(targetAnswers(result)).toBe(good);
  });
});
