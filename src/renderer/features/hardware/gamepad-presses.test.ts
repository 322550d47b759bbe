import { expect, test } from 'vitest';
import {
  buzzerOf,
  newlyDown,
  padButtonWords,
  withBinding,
  withoutBinding,
  type PadSnapshot,
} from './gamepad-presses.ts';

const pad = (down: boolean[], id = 'Pad', index = 0): PadSnapshot => ({ index, id, down });

test('a button counts once when it goes down, however long it is held', () => {
  expect(newlyDown([pad([false, false])], [pad([false, true])])).toEqual([
    { pad: 'Pad', button: 1 },
  ]);
  expect(newlyDown([pad([false, true])], [pad([false, true])])).toEqual([]);
  expect(newlyDown([pad([false, true])], [pad([false, false])])).toEqual([]);
});

test('what is held while a pad is plugged in, or changed for another, counts for nothing', () => {
  expect(newlyDown([], [pad([true])])).toEqual([]);
  expect(newlyDown([pad([false])], [pad([true], 'Another')])).toEqual([]);
});

test('two pads are told apart', () => {
  const before = [pad([false], 'A', 0), pad([false], 'B', 1)];
  expect(newlyDown(before, [pad([false], 'A', 0), pad([true], 'B', 1)])).toEqual([
    { pad: 'B', button: 0 },
  ]);
});

test('a button is for one buzzer, and a buzzer has one button', () => {
  const one = withBinding({}, 'red', { pad: 'A', button: 0 });
  const moved = withBinding(one, 'blue', { pad: 'A', button: 0 });
  expect(moved).toEqual({ blue: { pad: 'A', button: 0 } });
  const both = withBinding(moved, 'red', { pad: 'B', button: 0 });
  expect(buzzerOf(both, { pad: 'A', button: 0 })).toBe('blue');
  expect(buzzerOf(both, { pad: 'B', button: 0 })).toBe('red');
  expect(buzzerOf(both, { pad: 'B', button: 1 })).toBeNull();
  expect(withoutBinding(both, 'red')).toEqual(moved);
});

test('a button is named as one counts', () => {
  expect(
    padButtonWords({ pad: 'Xbox Controller (STANDARD GAMEPAD Vendor: 045e)', button: 2 }),
  ).toBe('Xbox Controller, button 3');
});
