import { beforeEach, expect, test } from 'vitest';
import type { RepressMode } from '#shared/contract/policy.ts';
import { ManualClock } from '../clock-double.ts';
import { Represses, type Entered } from './repress.ts';

const never = new AbortController().signal;

let clock: ManualClock;
let represses: Represses;
beforeEach(() => {
  clock = new ManualClock();
  represses = new Represses(clock);
});

const enter = (
  mode: RepressMode,
  { cancel = () => {}, signal = never, key = 'dark k1', deadline = 5000 } = {},
): Entered | Promise<Entered> => represses.enter(key, mode, cancel, signal, deadline);

const inside = async (entered: Entered | Promise<Entered>): Promise<() => void> => {
  const answer = await entered;
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.leave;
};

/** Whether it has an answer yet, without waiting for one. */
const settled = async (entered: Entered | Promise<Entered>): Promise<boolean> => {
  const waits = clock.advance(0).then(() => false);
  return Promise.race([Promise.resolve(entered).then(() => true), waits]);
};

test('nobody there: every mode enters at once, without a turn of the loop', () => {
  for (const mode of ['single', 'restart', 'queued', 'parallel'] as const)
    expect(enter(mode, { key: mode })).toMatchObject({ ok: true });
});

test('single refuses while one runs, and only for that key', async () => {
  const leave = await inside(enter('single'));
  expect(enter('single')).toMatchObject({
    ok: false,
    outcome: 'refused',
    fault: { error_type: 'refused', details: { reason: 'running', hint: expect.any(String) } },
  });
  expect(enter('single', { key: 'dark k2' })).toMatchObject({ ok: true });
  leave();
  leave();
  expect(enter('single')).toMatchObject({ ok: true });
});

test('parallel neither waits nor keeps others waiting', async () => {
  await inside(enter('queued'));
  expect(enter('parallel')).toMatchObject({ ok: true });
  expect(enter('parallel')).toMatchObject({ ok: true });
});

test('queued runs one after another in the order they came', async () => {
  const order: string[] = [];
  const leave = await inside(enter('queued'));
  const second = inside(enter('queued')).then((next) => {
    order.push('second');
    return next;
  });
  const third = inside(enter('queued')).then(() => order.push('third'));
  leave();
  const leaveSecond = await second;
  expect(order).toEqual(['second']);
  leaveSecond();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('twenty may wait, the next is told that the queue is full', async () => {
  await inside(enter('queued'));
  for (let n = 0; n < 20; n += 1) void enter('queued');
  expect(await enter('queued')).toMatchObject({
    ok: false,
    outcome: 'refused',
    fault: { details: { reason: 'queue_full' } },
  });
});

test('restart cancels the former one and starts when it has ended', async () => {
  let cancelled = 0;
  const leave = await inside(enter('restart', { cancel: () => (cancelled += 1) }));
  const second = enter('restart');
  expect(cancelled).toBe(1);
  expect(await settled(second)).toBe(false);
  leave();
  expect(await second).toMatchObject({ ok: true });
});

test('restart goes ahead at once where the former one ends within the cancel', async () => {
  const former = { leave: () => expect.unreachable('it has not entered') };
  const cancel = (): void => former.leave();
  Object.assign(former, { leave: await inside(enter('restart', { cancel })) });
  expect(enter('restart')).toMatchObject({ ok: true });
  expect(enter('single')).toMatchObject({ ok: false });
});

test('of two restarts the later one runs, the one that waited is cancelled', async () => {
  const leave = await inside(enter('restart'));
  const second = enter('restart');
  const third = enter('restart');
  expect(await second).toMatchObject({
    ok: false,
    outcome: 'cancelled',
    fault: { details: { reason: 'restarted' } },
  });
  leave();
  expect(await third).toMatchObject({ ok: true });
});

test('the deadline ends a wait, and the line goes on without it', async () => {
  const leave = await inside(enter('queued'));
  const late = enter('queued', { deadline: 100 });
  const patient = enter('queued');
  await clock.advance(100);
  expect(await late).toMatchObject({ ok: false, outcome: 'expired' });
  leave();
  expect(await patient).toMatchObject({ ok: true });
});

test('a wait that is cancelled ends at once', async () => {
  const leave = await inside(enter('queued'));
  const stop = new AbortController();
  const waiting = enter('queued', { signal: stop.signal });
  stop.abort();
  expect(await waiting).toMatchObject({ ok: false, outcome: 'cancelled' });
  expect(await enter('queued', { signal: stop.signal })).toMatchObject({
    ok: false,
    outcome: 'cancelled',
  });
  leave();
  expect(enter('single')).toMatchObject({ ok: true });
});
