import { create } from 'zustand';
import type { OwnPress } from './key-face.ts';

/** This page's own presses, by place id. */
export const usePresses = create<Record<string, OwnPress>>(() => ({}));

const UNPRESSED: OwnPress = {
  held: false,
  holdMs: null,
  waiting: 0,
  before: null,
  result: null,
};

export const changePress = (id: string, change: (press: OwnPress) => Partial<OwnPress>): void =>
  usePresses.setState((presses) => {
    const press = presses[id] ?? UNPRESSED;
    return { [id]: { ...press, ...change(press) } };
  });

/** What its guard asked for was not given: the key is as it was before, and no older outcome comes back. */
export const lapse = (id: string, executionId: string | null): void =>
  changePress(id, ({ result }) =>
    result?.executionId === executionId && result !== null
      ? { result: { ...result, outcome: null, armedMs: null } }
      : {},
  );

export const useOwnPress = (id: string): OwnPress | undefined =>
  usePresses((presses) => presses[id]);
