import { newlyDown, pressedAt, type PadButton, type PadSnapshot } from './gamepad-presses.ts';

const padsNow = (): Gamepad[] =>
  // A page that may not use gamepads has none.
  'getGamepads' in navigator
    ? navigator.getGamepads().filter((pad): pad is Gamepad => pad !== null)
    : [];

const snapshot = ({ index, id, buttons }: Gamepad): PadSnapshot => ({
  index,
  id,
  down: buttons.map(({ pressed }) => pressed),
});

/** Tells of each button of a gamepad that goes down, with its moment. The browser shows pads only to be looked at. */
export const watchGamepads = (
  onDown: (button: PadButton, at: number) => void,
  onPads: (pads: readonly PadSnapshot[]) => void,
): (() => void) => {
  let before: PadSnapshot[] = [];
  let lookedAt = performance.now();
  let frame = 0;
  const look = (): void => {
    const pads = padsNow();
    const now = pads.map(snapshot);
    const looksAt = performance.now();
    if (now.length !== before.length || now.some(({ id }, at) => id !== before[at]?.id))
      onPads(now);
    for (const button of newlyDown(before, now)) {
      const { timestamp = looksAt } = pads.find(({ index }) => index === button.pad) ?? {};
      const at = pressedAt(timestamp, lookedAt, looksAt);
      if (at !== null) onDown(button, at);
    }
    before = now;
    lookedAt = looksAt;
    frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
};
