import { expect, test } from 'vitest';
import { BuzzerButtonSchema } from '#shared/contract/hardware-clients.ts';
import {
  buzzersOfButton,
  buzzersOfKey,
  keyWords,
  newlyDown,
  padButtonWords,
  pressedAt,
  type PadSnapshot,
} from './gamepad-presses.ts';

const pad = (down: boolean[], id = 'Pad', index = 0): PadSnapshot => ({ index, id, down });

test('a button counts once when it goes down, however long it is held', () => {
  expect(newlyDown([pad([false, false])], [pad([false, true])])).toEqual([
    { pad: 0, button: 1 },
  ]);
  expect(newlyDown([pad([false, true])], [pad([false, true])])).toEqual([]);
  expect(newlyDown([pad([false, true])], [pad([false, false])])).toEqual([]);
});

test('what is held while a pad is plugged in, or changed for another, counts for nothing', () => {
  expect(newlyDown([], [pad([true])])).toEqual([]);
  expect(newlyDown([pad([false])], [pad([true], 'Another')])).toEqual([]);
});

test('two pads are told apart', () => {
  const before = [pad([false], 'A', 0), pad([false], 'A', 1)];
  expect(newlyDown(before, [pad([false], 'A', 0), pad([true], 'A', 1)])).toEqual([
    { pad: 1, button: 0 },
  ]);
});

test('a buzzer is pressed by its button of its pad, or of any, and by its key', () => {
  const buzzers = BuzzerButtonSchema.array().parse([
    { buzzer_id: 'any', gamepad: { button: 0 }, key: 'Digit1' },
    { buzzer_id: 'second', gamepad: { pad: 1, button: 0 } },
    { buzzer_id: 'other', gamepad: { pad: 1, button: 2 }, key: 'Digit1' },
    { buzzer_id: 'page' },
  ]);
  expect(buzzersOfButton(buzzers, { pad: 0, button: 0 })).toEqual(['any']);
  expect(buzzersOfButton(buzzers, { pad: 1, button: 0 })).toEqual(['any', 'second']);
  expect(buzzersOfButton(buzzers, { pad: 1, button: 1 })).toEqual([]);
  expect(buzzersOfKey(buzzers, 'Digit1')).toEqual(['any', 'other']);
  expect(buzzersOfKey(buzzers, 'Digit2')).toEqual([]);
});

test('a press lies between two looks, whatever the clock of the pad says', () => {
  expect(pressedAt(1010, 1000, 1016)).toBe(1010);
  expect(pressedAt(0, 1000, 1016)).toBe(1000);
  expect(pressedAt(9_999_999, 1000, 1016)).toBe(1016);
});

test('what went down while nobody looked is no press of now', () => {
  expect(pressedAt(1500, 1000, 2001)).toBeNull();
});

test('buttons and keys are named as a person reads them', () => {
  expect(padButtonWords(0, 2)).toBe('pad 1, button 3');
  expect(padButtonWords(null, 0)).toBe('any pad, button 1');
  expect(['Digit1', 'KeyA', 'Space', 'Numpad5', 'F1'].map(keyWords)).toEqual([
    '1',
    'A',
    'Space',
    'Num 5',
    'F1',
  ]);
});
