import { describe, expect, test } from 'vitest';
import type { TimedPress } from '../contract/buzzer.ts';
import { certainFirst, orderPresses, orderWords } from './press-order.ts';

const press = (
  buzzer_id: string,
  at_ms: number,
  change: Partial<TimedPress> = {},
): TimedPress => ({
  buzzer_id,
  client_id: 'main',
  source: 'gpio',
  at_ms,
  margin_ms: 1,
  clock: 'main',
  clock_margin_ms: 0,
  basis: 'clock',
  ...change,
});
const placesOf = (...presses: TimedPress[]): [string, number][] =>
  orderPresses(presses).map(({ buzzer_id, place }) => [buzzer_id, place]);

describe('the order of presses', () => {
  test('is by the moment of the press, not of its arrival', () => {
    const order = orderPresses([press('late', 110), press('early', 100)]);
    expect(order.map(({ buzzer_id }) => buzzer_id)).toEqual(['early', 'late']);
    expect(certainFirst(order)).toBe('early');
    expect(orderWords(order)).toBe('early was first, 10 ms before late (± 2.0 ms).');
  });

  test('nearer than the margin is a tie, and said to be', () => {
    const order = orderPresses([press('red', 100), press('blue', 101.5)]);
    expect(order.map(({ place, tied_with }) => ({ place, tied_with }))).toEqual([
      { place: 1, tied_with: ['blue'] },
      { place: 1, tied_with: ['red'] },
    ]);
    expect(certainFirst(order)).toBeNull();
    expect(orderWords(order)).toBe(
      'red and blue tie: 1.5 ms apart, and the margin is ± 2.0 ms.',
    );
  });

  test('exactly the margin apart is a tie', () => {
    expect(placesOf(press('a', 100), press('b', 102))).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(placesOf(press('a', 100), press('b', 102.01))).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('a tie passes nothing on', () => {
    expect(placesOf(press('a', 100), press('b', 101.5), press('c', 103))).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
  });

  test("a clock's own error counts between clocks, not within one", () => {
    const far = { clock: 'tablet', clock_margin_ms: 20 };
    expect(placesOf(press('a', 100, far), press('b', 105, far))).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(placesOf(press('a', 100), press('b', 105, far))).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('one that is first in the list but less exact does not win by that', () => {
    const vague = press('vague', 100, { margin_ms: 50 });
    expect(certainFirst(orderPresses([vague, press('exact', 120)]))).toBeNull();
  });

  test('nobody, or one alone', () => {
    expect(orderPresses([])).toEqual([]);
    expect(orderWords([])).toBe('Nobody has pressed.');
    const alone = orderPresses([press('a', 5)]);
    expect(alone).toMatchObject([{ place: 1, gap_ms: 0, gap_margin_ms: 0, tied_with: [] }]);
    expect(orderWords(alone)).toBe('a pressed alone.');
  });
});
