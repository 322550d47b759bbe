import { create } from 'zustand';
import type { FirstSend } from '#shared/domain/first-send.ts';
import type { Pressable } from './pressable.ts';

/** Devices that nothing was sent to yet, and what a yes lets out. */
export interface FirstSends {
  /** Each with its revision as it was shown. */
  devices: readonly (FirstSend & { revision: string | null })[];
  /** A part of the press had left before it was held back. */
  hasPartLeft: boolean;
}

export interface Question {
  key: Pressable;
  /** The press that raised it. */
  executionId: string;
  /** Null where a `confirm` guard asks. */
  first: FirstSends | null;
}

/** The one question that stands open at a key: of a `confirm` guard, or before a first send. */
export const useQuestion = create<{ question: Question | null }>(() => ({ question: null }));
