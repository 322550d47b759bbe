import { create } from 'zustand';
import type { OwnPress } from './key-face.ts';

/** This page's own presses, by place id. */
export const usePresses = create<Record<string, OwnPress>>(() => ({}));

const UNPRESSED: OwnPress = { held: false, waiting: 0, before: null, result: null };

export const changePress = (id: string, change: (press: OwnPress) => Partial<OwnPress>): void =>
  usePresses.setState((presses) => {
    const press = presses[id] ?? UNPRESSED;
    return { [id]: { ...press, ...change(press) } };
  });

export const useOwnPress = (id: string): OwnPress | undefined =>
  usePresses((presses) => presses[id]);
