/** Of one gamepad, as the browser shows it at a moment. */
export interface PadSnapshot {
  /** Its place among the pads, which it keeps while it is plugged in. */
  index: number;
  /** What it calls itself. */
  id: string;
  down: readonly boolean[];
}

/** One button of one pad. `pad` is what it calls itself, so that it is known again in another socket. */
export interface PadButton {
  pad: string;
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
      isDown && last.down[button] !== true ? [{ pad: id, button }] : [],
    );
  });

/** Which buzzer a button is for; null where it is for none. */
export const buzzerOf = (
  bindings: Readonly<Record<string, PadButton>>,
  { pad, button }: PadButton,
): string | null => {
  const bound = Object.entries(bindings).find(
    ([, other]) => other.pad === pad && other.button === button,
  );
  return bound ? bound[0] : null;
};

/** The bindings with one more. A button is for one buzzer: it leaves the one that it was for. */
export const withBinding = (
  bindings: Readonly<Record<string, PadButton>>,
  buzzer: string,
  button: PadButton,
): Record<string, PadButton> => ({
  ...Object.fromEntries(
    Object.entries(bindings).filter(
      ([, other]) => other.pad !== button.pad || other.button !== button.button,
    ),
  ),
  [buzzer]: button,
});

export const withoutBinding = (
  bindings: Readonly<Record<string, PadButton>>,
  buzzer: string,
): Record<string, PadButton> =>
  Object.fromEntries(Object.entries(bindings).filter(([each]) => each !== buzzer));

/** `Xbox Controller, button 3`. Buttons count from 1, and what is in brackets is for machines. */
export const padButtonWords = ({ pad, button }: PadButton): string =>
  `${pad.replace(/\s*\([^)]*\)\s*$/, '') || pad}, button ${button + 1}`;
