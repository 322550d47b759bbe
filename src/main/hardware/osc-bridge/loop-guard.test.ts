import { beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { heldBytes } from '../heap-double.ts';
import { LoopGuard } from './loop-guard.ts';

const often = (guard: LoopGuard, rule: object): number =>
  Array.from({ length: 30 }, () => guard.mayBySpeed(rule)).filter(Boolean).length;

describe('the loop guard', () => {
  let clock: ManualClock;
  let guard: LoopGuard;
  beforeEach(() => {
    clock = new ManualClock();
    guard = new LoopGuard({ echo_ms: 500, per_second: 10, same_per_second: 5 }, clock);
  });

  test('knows a message that comes back, whatever the backend adds to it', () => {
    guard.messageSent({ type: 'fader', value: 0.5, deep: { a: [1] } });
    const back = { type: 'fader', deep: { a: [1] }, value: 0.5, sender_id: 'x' };
    expect(guard.isOwnMessage(back)).toBe(true);
    expect(guard.isOwnMessage({ ...back, value: 0.6 })).toBe(false);
    expect(guard.isOwnMessage({ type: 'fader' })).toBe(false);
    expect(guard.isOwnMessage({ ...back, type: 'other' })).toBe(false);
  });

  test('for as long as it may come back', async () => {
    guard.messageSent({ type: 'fader' });
    await clock.advance(499);
    expect(guard.isOwnMessage({ type: 'fader' })).toBe(true);
    await clock.advance(1);
    expect(guard.isOwnMessage({ type: 'fader' })).toBe(false);
  });

  test('knows OSC that comes back, as another type of number too', () => {
    guard.oscSent({ address: '/a', types: 'i', values: [1] });
    expect(guard.isOwnOsc({ address: '/a', types: 'f', values: [1] })).toBe(true);
    expect(guard.isOwnOsc({ address: '/a', types: 'i', values: [2] })).toBe(false);
    expect(guard.isOwnOsc({ address: '/b', types: 'i', values: [1] })).toBe(false);
  });

  test('lets a rule send so often in a second, each rule for itself', async () => {
    const [one, other] = [{}, {}];
    expect(often(guard, one)).toBe(10);
    expect(often(guard, other)).toBe(10);
    await clock.advance(300);
    expect(often(guard, one)).toBe(3);
    await clock.advance(60_000);
    expect(often(guard, one)).toBe(10);
  });

  test('stops what comes again and again, until it is silent for a second', async () => {
    const tick = { address: '/a', types: 'i', values: [1] };
    const heard = (): boolean => guard.isCirclingOsc(tick);
    expect([heard(), heard(), heard(), heard(), heard()]).not.toContain(true);
    expect(heard()).toBe(true);
    // Slower now, but not silent: the bucket alone would let it through.
    for (let i = 0; i < 10; i += 1) {
      await clock.advance(900);
      expect(heard()).toBe(true);
    }
    expect(guard.isCirclingOsc({ ...tick, values: [2] })).toBe(false);
    await clock.advance(1000);
    expect(heard()).toBe(false);
    const message = { type: 't' };
    const said = Array.from({ length: 6 }, () => guard.isCirclingMessage(message));
    expect(said).toEqual([false, false, false, false, false, true]);
  });

  test('holds a bounded memory, and has room again when time has passed', async () => {
    for (let i = 0; i < 5000; i += 1) guard.messageSent({ type: `t${i}` });
    expect(guard.isOwnMessage({ type: 't1999' })).toBe(true);
    expect(guard.isOwnMessage({ type: 't2000' })).toBe(false);
    await clock.advance(500);
    guard.messageSent({ type: 'later' });
    expect(guard.isOwnMessage({ type: 'later' })).toBe(true);
  });
});

const large = (n: number) => ({ type: 'picture', text: `${n}`.repeat(200_000) });

test('what is long is remembered in short: large messages fill no memory', () => {
  const clock = new ManualClock();
  const guard = new LoopGuard({ echo_ms: 500, per_second: 10_000, same_per_second: 5 }, clock);
  const before = heldBytes();
  for (let n = 100; n < 200; n += 1) {
    guard.messageSent(large(n));
    expect(guard.isOwnMessage(large(n))).toBe(true);
    guard.isCirclingMessage(large(n));
  }
  expect(heldBytes() - before).toBeLessThan(20_000_000);
  expect(guard.isOwnMessage(large(300))).toBe(false);
  for (let n = 0; n < 5; n += 1) guard.isCirclingMessage(large(1));
  expect(guard.isCirclingMessage(large(1))).toBe(true);
  expect(guard.isCirclingMessage(large(2))).toBe(false);
});
