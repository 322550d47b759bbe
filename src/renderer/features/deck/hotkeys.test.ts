import { describe, expect, it } from 'vitest';
import { keyForStroke, matchesHotkey, type Stroke } from './hotkeys.ts';

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...more,
});

describe('matchesHotkey', () => {
  it.each([
    ['F1', stroke('F1')],
    ['v', stroke('V', { code: 'KeyV' })],
    ['V', stroke('v')],
    ['Spc', stroke(' ')],
    ['Ret', stroke('Enter')],
    ['Ctrl+Del', stroke('Delete', { ctrlKey: true })],
    ['3', stroke('"', { code: 'Digit3' })],
    ['3', stroke('3', { code: 'Numpad3' })],
    ['?', stroke('?', { shiftKey: true })],
    ['Shift+M', stroke('M', { shiftKey: true })],
    ['+', stroke('+')],
  ])('%s is pressed', (hotkey, pressed) => {
    expect(matchesHotkey(hotkey, pressed)).toBe(true);
  });

  it.each([
    ['F1', stroke('F2')],
    ['v', stroke('v', { ctrlKey: true })],
    ['M', stroke('M', { shiftKey: true })],
    ['Ctrl+K', stroke('k')],
    ['3', stroke('4', { code: 'Digit4' })],
    ['', stroke('a')],
  ])('%s is not', (hotkey, pressed) => {
    expect(matchesHotkey(hotkey, pressed)).toBe(false);
  });
});

describe('keyForStroke', () => {
  it('finds the key of the page, and nothing where no key has a hotkey', () => {
    const keys = [
      { row: 0, col: 0, label: 'A' },
      { row: 0, col: 1, label: 'B', hotkey: 'b' },
    ];
    expect(keyForStroke(keys, stroke('b'))?.label).toBe('B');
    expect(keyForStroke(keys, stroke('x'))).toBeUndefined();
  });
});
