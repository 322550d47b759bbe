import type { LayoutKey } from '#shared/contract/layout.ts';

/** What of a keyboard event a hotkey is compared with. */
export interface Stroke {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

const NAMES: Record<string, string> = {
  spc: ' ',
  space: ' ',
  ret: 'enter',
  return: 'enter',
  del: 'delete',
  ins: 'insert',
  esc: 'escape',
  bksp: 'backspace',
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
};

const MODIFIERS: Record<string, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'> = {
  ctrl: 'ctrlKey',
  control: 'ctrlKey',
  alt: 'altKey',
  option: 'altKey',
  shift: 'shiftKey',
  cmd: 'metaKey',
  meta: 'metaKey',
};

/** Whether a key on the keyboard is the hotkey as an engineer wrote it: `F1`, `v`, `Spc`, `Ctrl+Del`. */
export const matchesHotkey = (hotkey: string, stroke: Stroke): boolean => {
  const parts = hotkey.trim().toLowerCase().split('+');
  const last = parts.pop();
  const name = last === '' ? '+' : (last ?? '');
  const wanted = new Set(parts.map((part) => MODIFIERS[part]));
  const plain = stroke.key.toLowerCase() === (NAMES[name] ?? name);
  // With Shift or a layout that has digits on Shift, `key` is the sign above it; the place stays the same.
  const digit =
    /^\d$/.test(name) && /^(Digit|Numpad)/.test(stroke.code) && stroke.code.endsWith(name);
  if (!plain && !digit) return false;
  // A sign such as `?` needs Shift to be typed at all.
  const shiftIsPart = plain && !/^[a-z0-9]$/.test(name) && name.length === 1;
  return (['ctrlKey', 'altKey', 'shiftKey', 'metaKey'] as const).every(
    (modifier) =>
      stroke[modifier] === wanted.has(modifier) || (modifier === 'shiftKey' && shiftIsPart),
  );
};

/** The key of a page that this stroke fires. */
export const keyForStroke = (
  keys: readonly LayoutKey[],
  stroke: Stroke,
): LayoutKey | undefined => keys.find((key) => key.hotkey && matchesHotkey(key.hotkey, stroke));
