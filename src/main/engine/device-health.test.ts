import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import type { SendResult } from '../transports/transport.ts';
import type { BreakerState } from './breaker.ts';
import { DeviceBoard } from './device-health.ts';
import { Mirror } from './mirror.ts';

const NOTHING = { reached: false, answered_ms: null, why: 'connection refused' };
const ANSWERS = { reached: true, answered_ms: 2, why: null };
const CONNECTS = { reached: true, answered_ms: null, why: null };
const CLOSED: BreakerState = { state: 'closed', failures: 1, nextTryAt: null };

const refused: SendResult = {
  outcome: 'failed',
  fault: { error_type: 'connection_refused', message: 'refused', details: {} },
  reply: null,
  ambiguous: false,
  timings: { connect: null, write: 0, reply: null },
};

let clock: ManualClock;
let seen: string[];
let board: DeviceBoard;
beforeEach(() => {
  clock = new ManualClock();
  seen = [];
  board = new DeviceBoard(new Mirror(clock), clock, (id) => seen.push(id));
});

const check = (found: typeof NOTHING | typeof ANSWERS | typeof CONNECTS, times = 1): void => {
  for (let n = 0; n < times; n += 1) board.checked('d', found, 3);
};
const state = () => board.of('d').state;

describe('looks in the background', () => {
  it('make a device stale after three that found nothing, and one finds it again', () => {
    check(ANSWERS);
    expect(board.of('d')).toMatchObject({ state: 'answering', latency_ms: 2 });
    check(NOTHING, 2);
    expect(state()).toBe('answering');
    check(NOTHING);
    expect(board.of('d')).toMatchObject({
      state: 'stale',
      missed: 3,
      message: '3 looks in a row found nothing: connection refused.',
    });
    expect(board.rank('d')).toBe(1);
    check(ANSWERS);
    expect(board.of('d')).toMatchObject({ state: 'answering', missed: 0, message: null });
    expect(board.rank('d')).toBe(0);
  });

  it('say of one that only takes connections that it is reached, not that it answers', () => {
    check(CONNECTS);
    expect(board.of('d')).toMatchObject({ state: 'untried', last_answer_at: null });
    expect(board.of('d').last_reached_at).not.toBeNull();
  });

  it('write that a device was seen when that is news, and not each time', () => {
    check(ANSWERS, 5);
    expect(seen).toEqual(['d']);
  });

  it('bring one back that failed, and one that is held back only when it may be tried', async () => {
    board.observed('d', refused, CLOSED);
    await clock.advance(0);
    expect(state()).toBe('failing');
    check(ANSWERS);
    expect(board.of('d')).toMatchObject({ state: 'answering', failures: 0 });

    board.held('d', { state: 'open', failures: 5, nextTryAt: clock.now() + 5000 });
    check(ANSWERS);
    expect(state()).toBe('open');
    await clock.advance(5000);
    check(NOTHING, 5);
    expect(state()).toBe('open');
    check(ANSWERS);
    expect(state()).toBe('answering');
  });
});
