import type { ButtonChange, ButtonState } from '#shared/contract/button-state.ts';
import { applyButtonChange, untouchedButton } from './button-change.ts';
import { parseLossless } from './lossless-json.ts';
import { decodeButton } from './stored-text.ts';

/** A button's state and the stored text that holds it; `text` is empty where nothing is stored. */
export interface ButtonText {
  text: string;
  state: ButtonState;
  /** What the text holds, foreign fields and exact numbers included. */
  exact: Record<string, unknown>;
}

/** Reads a stored text; `problem` where it can't be read. */
export const readButtonText = (
  text: string,
  place: { device_id: string; button_id: string },
): ButtonText | { problem: string } => {
  if (text === '')
    return { text, state: untouchedButton(place.device_id, place.button_id), exact: {} };
  const decoded = decodeButton(text, place);
  return decoded.ok
    ? { text, state: decoded.value, exact: parseLossless(text) }
    : { problem: decoded.problem };
};

/** The same state under another device, every other field as it stood. Null where it can't be read. */
export const movedButtonText = (text: string, deviceId: string): string | null => {
  try {
    return JSON.stringify({ ...parseLossless(text), device_id: deviceId });
  } catch {
    return null;
  }
};

/** What a change may touch. */
const CHANGING = [
  'state',
  'text',
  'color',
  'last_pressed',
  'press_count',
  'updated_at',
] as const satisfies readonly (keyof ButtonState)[];

/** The text after a change: fields that the change does not touch are written as they stood. */
export const changedButtonText = (before: ButtonText, change: ButtonChange): ButtonText => {
  const state = applyButtonChange(before.state, change);
  const exact: Record<string, unknown> =
    before.text === '' ? { ...state } : { ...before.exact };
  for (const field of CHANGING) {
    if (state[field] !== before.state[field]) exact[field] = state[field];
  }
  return { text: JSON.stringify(exact), state, exact };
};
