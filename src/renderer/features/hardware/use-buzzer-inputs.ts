import { useEffect } from 'react';
import { create } from 'zustand';
import { useMirror } from '../../state/mirror-store.ts';
import {
  buzzersOf,
  followOtherTabs,
  useBuzzerWatch,
  type WatchedClient,
} from './armed-buzzers.ts';
import { buzzersOfButton, buzzersOfKey, type PadSnapshot } from './gamepad-presses.ts';
import { isForBuzzer } from './key-strokes.ts';
import { pressBuzzer } from './press-buzzer.ts';
import { watchGamepads } from './watch-gamepads.ts';

/** The gamepads that the browser shows, while any buzzer that is watched has one. */
export const usePads = create<{ pads: readonly PadSnapshot[] }>(() => ({ pads: [] }));

/** Whose keys and gamepads press now. */
const watchedNow = (): WatchedClient[] => {
  const { armed, shown, isAssigning } = useBuzzerWatch.getState();
  if (isAssigning) return [];
  const { hardware_clients, hardware } = useMirror.getState();
  return buzzersOf([...armed, shown], hardware_clients, hardware);
};

/** Whether a key presses a buzzer at this moment, by its `KeyboardEvent.code`. */
export const isBuzzerKey = (code: string): boolean =>
  watchedNow().some(({ buzzers }) => buzzersOfKey(buzzers, code).length > 0);

const onKeyDown = (event: KeyboardEvent): void => {
  if (!isForBuzzer(event)) return;
  for (const { clientId, buzzers } of watchedNow())
    for (const id of buzzersOfKey(buzzers, event.code)) {
      event.preventDefault();
      void pressBuzzer(clientId, id, 'keyboard', event.timeStamp);
    }
};

/**
 * Keys and gamepads press the buzzers that are armed, on every page, and those on screen. Mount it once, before the pages:
 * a hotkey of the deck does not fire beside an armed buzzer of the same key.
 */
export const useBuzzerInputs = (): void => {
  const { armed, shown } = useBuzzerWatch();
  const wantsPads = useMirror(({ hardware_clients, hardware }) =>
    buzzersOf([...armed, shown], hardware_clients, hardware).some(({ buzzers }) =>
      buzzers.some(({ gamepad }) => gamepad),
    ),
  );
  useEffect(followOtherTabs, []);
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  useEffect(() => {
    if (!wantsPads) return;
    const stop = watchGamepads(
      (button, at) => {
        for (const { clientId, buzzers } of watchedNow())
          for (const id of buzzersOfButton(buzzers, button))
            void pressBuzzer(clientId, id, 'gamepad', at);
      },
      (pads) => usePads.setState({ pads }),
    );
    return () => {
      stop();
      usePads.setState({ pads: [] });
    };
  }, [wantsPads]);
};
