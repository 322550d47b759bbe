import { expect, test } from 'vitest';
import { ManualClock } from '../clock-double.ts';
import { Pacer, type Patience, type Spacing, type Turn } from './pacer.ts';

const never = new AbortController().signal;
const until = (deadline: number, signal = never, priority = 0, limit = 200): Patience => ({
  deadline,
  signal,
  priority,
  limit,
});
const button: Spacing = { key: 'button', gapMs: 30 };

const setUp = () => {
  const clock = new ManualClock();
  const pacer = new Pacer(clock);
  const started: { name: string; at: number }[] = [];
  /** A send that takes `ms` from its turn to its end, its bytes leaving at once. */
  const send = async (name: string, spacings: Spacing[], ms = 0, deadline = 1e9) => {
    const turn = await pacer.take(spacings, until(deadline));
    if (typeof turn === 'string') return turn;
    const at = clock.monotonic();
    started.push({ name, at });
    if (ms > 0) await clock.sleep(ms);
    turn.done(at);
    return turn;
  };
  return { clock, pacer, started, send };
};

test('forty presses at once go out 30 ms apart, in order, none dropped', async () => {
  const { clock, started, send } = setUp();
  const all = Array.from({ length: 40 }, (_, index) => send(`${index}`, [button]));
  await clock.advance(40 * 30);
  await Promise.all(all);
  expect(started.map(({ name }) => Number(name))).toEqual([...Array(40).keys()]);
  started.slice(1).forEach(({ at }, index) => {
    expect(at - (started[index]?.at ?? 0)).toBeGreaterThanOrEqual(30);
  });
});

test('other buttons and targets do not wait', async () => {
  const { clock, started, send } = setUp();
  await send('a', [button]);
  const second = send('b', [button]);
  await send('c', [{ key: 'another', gapMs: 30 }]);
  expect(started.map(({ name }) => name)).toEqual(['a', 'c']);
  await clock.advance(30);
  await second;
});

test('the gap counts from the moment the bytes left, not from the turn', async () => {
  const { clock, pacer } = setUp();
  const first = await pacer.take([button], until(1e9));
  if (typeof first === 'string') throw new Error(first);
  await clock.advance(100);
  first.done(100);
  const second = pacer.take([button], until(1e9));
  let turn: Turn | string | null = null;
  void Promise.resolve(second).then((result) => (turn = result));
  await clock.advance(29);
  expect(turn).toBeNull();
  await clock.advance(1);
  expect(turn).toMatchObject({ paceMs: 30 });
});

test('a release keeps its place but waits out no gap', async () => {
  const { clock, started, send } = setUp();
  const down = send('down', [button], 10);
  const up = send('up', [{ ...button, atOnce: true }]);
  await clock.advance(10);
  await Promise.all([down, up]);
  expect(started).toEqual([
    { name: 'down', at: 0 },
    { name: 'up', at: 10 },
  ]);
});

test('a send whose turn would come after its deadline expires and leaves the lane free', async () => {
  const { clock, send } = setUp();
  await send('a', [button]);
  expect(await send('b', [button], 0, 20)).toBe('expired');
  const slow = send('c', [button], 500);
  const late = send('d', [button], 0, 100);
  await clock.advance(600);
  expect(await late).toBe('expired');
  await slow;
  await clock.advance(30);
  expect(await send('e', [button])).not.toBe('expired');
});

test('a cancelled wait frees its place for the next', async () => {
  const { clock, pacer, send } = setUp();
  const slow = send('a', [button], 50);
  const cancel = new AbortController();
  const cancelled = Promise.resolve(pacer.take([button], until(1e9, cancel.signal)));
  const refused = expect(cancelled).rejects.toThrow('cancel');
  const after = send('c', [button]);
  await clock.advance(1);
  cancel.abort(new Error('cancel'));
  await refused;
  await clock.advance(100);
  expect(await after).not.toBe('expired');
  await slow;
});

test('higher priorities go first, equal ones in the order they came', async () => {
  const { clock, pacer, send, started } = setUp();
  const first = send('first', [button]);
  await first;
  const waiting = [
    ['low', 0],
    ['low again', 0],
    ['high', 5],
  ].map(async ([name, priority]) => {
    const turn = await pacer.take([button], until(1e9, never, Number(priority)));
    if (typeof turn === 'string') return;
    started.push({ name: String(name), at: clock.monotonic() });
    turn.done(clock.monotonic());
  });
  await clock.advance(200);
  await Promise.all(waiting);
  // The one that stood at the front already keeps its turn.
  expect(started.map(({ name }) => name)).toEqual(['first', 'low', 'high', 'low again']);
});

test('past its bound a queue turns the next one away, and says how many wait', async () => {
  const { clock, pacer, send } = setUp();
  const busy = send('busy', [button], 100);
  const patience = until(1e9, never, 0, 3);
  const waiting = [1, 2, 3].map(() => pacer.take([button], patience));
  expect(pacer.depth).toBe(3);
  expect(await pacer.take([button], patience)).toBe('full');
  await clock.advance(100);
  for (const each of waiting) {
    const turn = await Promise.race([each, clock.advance(30).then(() => each)]);
    if (typeof turn !== 'string') turn.done(clock.monotonic());
  }
  await busy;
  expect(pacer.depth).toBe(0);
});

test('as many as the lane is wide go at once', async () => {
  const { pacer } = setUp();
  const wide: Spacing = { key: 'target', gapMs: 0, width: 2 };
  const [a, b] = [pacer.take([wide], until(1e9)), pacer.take([wide], until(1e9))];
  expect([a, b].every((turn) => !('then' in turn))).toBe(true);
  const third = pacer.take([wide], until(1e9));
  expect('then' in third).toBe(true);
  if (!('then' in a)) a.done(0);
  expect(typeof (await third)).toBe('object');
});
