import { expect, test } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { livePace, nextBeat, type Beat } from './beat.ts';

test.each([
  ['on the beat', { due: 100, began: 100, ended: 100 }, 50, { due: 150, start: 150 }],
  [
    'what a quick step took',
    { due: 100, began: 100, ended: 104 },
    50,
    { due: 150, start: 150 },
  ],
  [
    'a fifth of a short pause',
    { due: 100, began: 100, ended: 104 },
    10,
    { due: 110, start: 112 },
  ],
  ['after a slow step', { due: 100, began: 100, ended: 3100 }, 500, { due: 600, start: 3590 }],
  ['no delay', { due: 100, began: 103, ended: 104 }, 0, { due: 100, start: 104 }],
  ['late by 30 ms', { due: 100, began: 130, ended: 130 }, 50, { due: 150, start: 170 }],
  ['late by a second', { due: 100, began: 1100, ended: 1100 }, 50, { due: 1150, start: 1150 }],
])('the next beat: %s', (_, beat, delayMs, expected) => {
  expect(nextBeat(beat, delayMs)).toEqual(expected);
});

test('a hiccup is made good pause by pause, and never costs a step its pause', () => {
  let beat: Beat = { due: 0, began: 95, ended: 96 };
  const starts: number[] = [];
  for (let step = 1; step <= 12; step += 1) {
    const { due, start } = nextBeat(beat, 50);
    expect(start - beat.ended).toBeGreaterThanOrEqual(40);
    starts.push(start - step * 50);
    beat = { due, began: start, ended: start + 1 };
  }
  expect(starts).toEqual([86, 77, 68, 59, 50, 41, 32, 23, 14, 5, 0, 0]);
});

test('waits for a point in time, also where the timer is early', async () => {
  const clock = new ManualClock();
  await clock.advance(1000);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms, signal) => sleep(ms > 1 ? ms - 1 : ms, signal);
  const pace = livePace(clock, 1000);
  const waiting = pace.until(50, new AbortController().signal).then(() => clock.monotonic());
  await clock.advance(100);
  expect(await waiting).toBe(1050);
});

test('a wait that is over does not outlive its signal', async () => {
  const pace = livePace(new ManualClock(), 0);
  await expect(pace.until(0, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
