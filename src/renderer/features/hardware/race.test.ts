import { expect, test } from 'vitest';
import type { TimedPress } from '#shared/contract/buzzer.ts';
import { orderPresses } from '#shared/domain/press-order.ts';
import { apartWords, placeWords, raceOf } from './race.ts';

const press = (buzzer_id: string, at_ms: number, margin_ms: number): TimedPress => ({
  buzzer_id,
  client_id: buzzer_id,
  source: 'keyboard',
  at_ms,
  margin_ms,
  clock: buzzer_id,
  clock_margin_ms: 0,
  basis: 'clock',
});

const ORDER = orderPresses([press('a', 100, 1), press('b', 109, 3), press('c', 110, 1)]);

test('presses stand after the first, each with its error', () => {
  const { marks, ticks } = raceOf(ORDER);
  expect(ticks).toEqual([-5, 0, 5, 10, 15]);
  expect(marks).toEqual([
    { at: 25, from: 20, to: 30 },
    { at: 70, from: 55, to: 85 },
    { at: 75, from: 70, to: 80 },
  ]);
});

test('the whole of each error is on the axis, for any span', () => {
  for (const scale of [0.01, 0.3, 1, 7, 99, 5000]) {
    const order = orderPresses([
      press('a', 0, 0.4 * scale),
      press('b', 3.1 * scale, 1.9 * scale),
    ]);
    const { marks, ticks } = raceOf(order);
    for (const { from, to } of marks) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(100);
    }
    expect(ticks.length).toBeLessThanOrEqual(6);
  }
});

test('one press alone, known exactly, has an axis all the same', () => {
  const { marks, ticks } = raceOf(orderPresses([press('a', 5, 0)]));
  expect(ticks.length).toBeGreaterThan(1);
  expect(marks[0]?.at).toBe(0);
});

test('a tie is said to be one', () => {
  expect(ORDER.map(placeWords)).toEqual(['1', '2=', '2=']);
  const [, b, c] = ORDER;
  expect(b && c && apartWords(b, c)).toBe('1.0 ms apart, ± 4.0 ms');
  expect(raceOf([])).toEqual({ marks: [], ticks: [] });
});
