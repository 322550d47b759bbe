import { expect, test } from 'vitest';
import { faultsByLine, offsetOf } from './mapping-draft.ts';

const fault = (line: number, column = 1) => ({
  line,
  column,
  path: '',
  message: 'no',
  hint: 'yes',
});

test('each line has its number and what is wrong in it', () => {
  const lines = faultsByLine('a\nb\n', [fault(2, 1), fault(2, 4), fault(9)]);
  expect(lines.map(({ number, faults }) => [number, faults.length])).toEqual([
    [1, 0],
    [2, 2],
    [3, 0],
  ]);
});

test('a place is found, and one that is not there is the nearest', () => {
  const text = 'one\ntwo\n\nfour';
  expect(offsetOf(text, fault(1, 1))).toBe(0);
  expect(offsetOf(text, fault(2, 3))).toBe(6);
  expect(offsetOf(text, fault(3, 5))).toBe(8);
  expect(offsetOf(text, fault(4, 1))).toBe(9);
  expect(offsetOf(text, fault(9, 9))).toBe(text.length);
});
