import { useEffect, useRef, useState } from 'react';
import type { BuzzerButton } from '#shared/contract/hardware-clients.ts';
import {
  buzzersOfButton,
  buzzersOfKey,
  newlyDown,
  type PadButton,
  type PadSnapshot,
} from './gamepad-presses.ts';
import { pressBuzzer } from './press-buzzer.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter and Space belong to the control that has the focus, where one has. */
const isForControl = ({ key, target }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof Element &&
  target.closest('button, a, summary, [role="row"]') !== null;

const isForBuzzer = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !event.repeat &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !isTyping(event.target) &&
  !isForControl(event) &&
  document.querySelector('dialog:modal') === null;

/** Keys press the buzzers that are assigned to them, wherever the focus is but in a field or a dialog. */
export const useBuzzerKeys = (clientId: string, buzzers: readonly BuzzerButton[]): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isForBuzzer(event)) return;
      const pressed = buzzersOfKey(buzzers, event.code);
      if (pressed.length === 0) return;
      event.preventDefault();
      for (const id of pressed) void pressBuzzer(clientId, id, 'keyboard', event.timeStamp);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [clientId, buzzers]);
};

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
  let frame = 0;
  const look = (): void => {
    const pads = padsNow();
    const now = pads.map(snapshot);
    if (now.length !== before.length || now.some(({ id }, at) => id !== before[at]?.id))
      onPads(now);
    for (const button of newlyDown(before, now))
      onDown(
        button,
        pads.find(({ index }) => index === button.pad)?.timestamp ?? performance.now(),
      );
    before = now;
    frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
};

/** Buttons of gamepads press the buzzers that they are assigned to, while this page is in sight. Gives the pads. */
export const useBuzzerPads = (
  clientId: string,
  buzzers: readonly BuzzerButton[],
): readonly PadSnapshot[] => {
  const [pads, setPads] = useState<readonly PadSnapshot[]>([]);
  const now = useRef(buzzers);
  useEffect(() => {
    now.current = buzzers;
  });
  useEffect(
    () =>
      watchGamepads((button, at) => {
        for (const id of buzzersOfButton(now.current, button))
          void pressBuzzer(clientId, id, 'gamepad', at);
      }, setPads),
    [clientId],
  );
  return pads;
};
