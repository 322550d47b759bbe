import type { Macro } from '#shared/contract/macro.ts';
import { stepNumbers } from './draft-candidate.ts';
import { copyOf, type MacroDraft, type StepDraft, type StepList } from './draft.ts';

/** Where a step stands in its macro. */
export interface StepPlace {
  list: StepList;
  index: number;
}

export const placeOf = (draft: MacroDraft, id: string): StepPlace | null => {
  for (const list of ['steps', 'on_abort'] as const) {
    const index = draft[list].findIndex((step) => step.id === id);
    if (index !== -1) return { list, index };
  }
  return null;
};

export const stepAt = (draft: MacroDraft, { list, index }: StepPlace): StepDraft | undefined =>
  draft[list][index];

export const changeStep = (
  draft: MacroDraft,
  { list, index }: StepPlace,
  change: Partial<StepDraft>,
): MacroDraft => ({
  ...draft,
  [list]: draft[list].map((step, at) => (at === index ? { ...step, ...change } : step)),
});

/** Behind the step at `index`; at the end where there is none. */
export const insertStep = (
  draft: MacroDraft,
  { list, index }: StepPlace,
  step: StepDraft,
): MacroDraft => ({ ...draft, [list]: draft[list].toSpliced(index + 1, 0, step) });

export const removeStep = (draft: MacroDraft, { list, index }: StepPlace): MacroDraft => ({
  ...draft,
  [list]: draft[list].toSpliced(index, 1),
});

export const duplicateStep = (draft: MacroDraft, place: StepPlace): MacroDraft => {
  const step = stepAt(draft, place);
  return step ? insertStep(draft, place, copyOf(step)) : draft;
};

/** One place up (-1) or down (1) within its list; at the end of the list nothing changes. */
export const moveStep = (
  draft: MacroDraft,
  { list, index }: StepPlace,
  by: -1 | 1,
): MacroDraft => {
  const step = draft[list][index];
  const to = index + by;
  if (!step || to < 0 || to >= draft[list].length) return draft;
  return { ...draft, [list]: draft[list].toSpliced(index, 1).toSpliced(to, 0, step) };
};

/** A draft that was changed while an earlier state of it was saved, as changes of what is stored now. */
export const savedOver = (
  newer: MacroDraft,
  sent: MacroDraft,
  stored: Macro,
  revision: string | null,
): MacroDraft => {
  const listOf = (list: StepList): StepDraft[] => {
    const numbers = stepNumbers(sent, list);
    return newer[list].map((step) => {
      const at = sent[list].findIndex(({ id }) => id === step.id);
      return at === -1
        ? step
        : { ...step, saved: numbers[at] ?? null, stored: stored[list][at] ?? step.stored };
    });
  };
  return { ...newer, steps: listOf('steps'), on_abort: listOf('on_abort'), stored, revision };
};
