import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';

const UNDO_MS = 12_000;
const SAY_MS = 6_000;

export interface ToastContent {
  text: string;
  /** The way back, where there is one. */
  undo?: () => void;
}

/** What was said last, for the corner of the screen. */
export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Says what was done, with the way back for a while. */
export const offerUndo = (text: string, undo: () => void): void => {
  toasts.add({ text, undo }, { timeout: UNDO_MS });
};

/** Says something that passes. */
export const say = (text: string): void => {
  toasts.add({ text }, { timeout: SAY_MS });
};
