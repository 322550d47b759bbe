/** Where a key of the keyboard leads. */
export type Move =
  | { frames: number }
  | { ms: number }
  | { mark: 1 | -1 }
  | { to: 'first' | 'last' }
  | { act: 'play' | 'leave' };

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const arrow = (step: 1 | -1, { shiftKey, ctrlKey, metaKey }: Pressed): Move => {
  if (ctrlKey || metaKey) return { ms: step * 1000 };
  return { frames: shiftKey ? step * 10 : step };
};

/** As a slider has them: Page Up is later. Null for a key that means nothing here. */
export const moveOf = (pressed: Pressed): Move | null => {
  if (pressed.altKey) return null;
  if (pressed.key === 'ArrowRight' || pressed.key === 'ArrowUp') return arrow(1, pressed);
  if (pressed.key === 'ArrowLeft' || pressed.key === 'ArrowDown') return arrow(-1, pressed);
  if (pressed.ctrlKey || pressed.metaKey) return null;
  switch (pressed.key) {
    case 'PageUp':
      return { ms: 1000 };
    case 'PageDown':
      return { ms: -1000 };
    case 'Home':
      return { to: 'first' };
    case 'End':
      return { to: 'last' };
    case 'n':
    case 'N':
      return { mark: 1 };
    case 'p':
    case 'P':
      return { mark: -1 };
    case ' ':
      return { act: 'play' };
    case 'Escape':
      return { act: 'leave' };
    default:
      return null;
  }
};
