import { create } from 'zustand';
import type { Pressable } from './pressable.ts';

interface Question {
  key: Pressable;
  /** The press that raised it. */
  executionId: string;
}

/** The one question that stands open at a key with a `confirm` guard. */
export const useQuestion = create<{ question: Question | null }>(() => ({ question: null }));
