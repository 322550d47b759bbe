import type { BuzzerButton } from '#shared/contract/hardware-clients.ts';

/** Of one gamepad, as the browser shows it at a moment. */
export interface PadSnapshot {
  /** Its place among the pads, which it keeps while it is plugged in. */
  index: number;
  /** What it calls itself. */
  id: string;
  down: readonly boolean[];
}

/** A button of the pad at that place. */
export interface PadButton {
  pad: number;
  button: number;
}

/** Buttons that are down and were not: each counts once, however long it is held. */
export const newlyDown = (
  before: readonly PadSnapshot[],
  now: readonly PadSnapshot[],
): PadButton[] =>
  now.flatMap(({ index, id, down }) => {
    const last = before.find((pad) => pad.index === index && pad.id === id);
    // What is held while it is plugged in was not pressed here.
    if (!last) return [];
    return down.flatMap((isDown, button) =>
      isDown && last.down[button] !== true ? [{ pad: index, button }] : [],
    );
  });

/** The buzzers that a button presses. */
export const buzzersOfButton = (
  buzzers: readonly BuzzerButton[],
  { pad, button }: PadButton,
): string[] =>
  buzzers
    .filter(
      ({ gamepad }) =>
        gamepad?.button === button && (gamepad.pad === null || gamepad.pad === pad),
    )
    .map(({ buzzer_id }) => buzzer_id);

/** The buzzers that a key of the keyboard presses, by its `KeyboardEvent.code`. */
export const buzzersOfKey = (buzzers: readonly BuzzerButton[], code: string): string[] =>
  buzzers.filter(({ key }) => key === code).map(({ buzzer_id }) => buzzer_id);

/** `pad 1, button 3`, `any pad, button 3`. Both count from 1, as a person does. */
export const padButtonWords = (pad: number | null, button: number): string =>
  `${pad === null ? 'any pad' : `pad ${pad + 1}`}, button ${button + 1}`;

/** What stands on the key: `Digit1` is `1`, `KeyA` is `A`. */
export const keyWords = (code: string): string =>
  code.replace(/^(Key|Digit)(?=.$)/, '').replace(/^Numpad(?=.)/, 'Num ');

/** A page that did not look for so long, as one that was out of sight, can't say when a button went down. */
const BLIND_MS = 1000;

/**
 * When a button went down that was up at the look before: between the two looks, whatever the pad says. A pad whose
 * clock is another one must not be dated before everybody else. Null where it can't be told.
 */
export const pressedAt = (
  timestamp: number,
  lookedAt: number,
  looksAt: number,
): number | null =>
  looksAt - lookedAt > BLIND_MS ? null : Math.min(looksAt, Math.max(lookedAt, timestamp));
