import { useMemo } from 'react';
import { z } from 'zod';
import { create } from 'zustand';
import type { Macro } from '#shared/contract/macro.ts';
import { useMacro } from '../../state/mirror-store.ts';
import { recall, remember } from '../../state/remembered.ts';
import { candidateOf } from './draft-candidate.ts';
import { draftOf, MacroDraftSchema, type MacroDraft } from './draft.ts';

const KEPT = 'macro-drafts';

interface Drafts {
  /** Changes that are not saved, by the macro that they are of. */
  byMacro: Record<string, MacroDraft>;
}

/** What was typed stays in this browser until it is saved or dropped. */
export const useDrafts = create<Drafts>(() => ({
  byMacro: recall(KEPT, z.record(z.string(), MacroDraftSchema)) ?? {},
}));

useDrafts.subscribe(({ byMacro }) => remember(KEPT, byMacro));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changesNothing = (draft: MacroDraft, stored: Macro | undefined): boolean =>
  stored !== undefined &&
  isSame(draft.stored, stored) &&
  isSame(candidateOf(draft).value, candidateOf(draftOf(stored)).value) &&
  candidateOf(draft).problems.length === 0;

/** Keeps a draft; one that changes nothing any more is dropped. */
export const keepDraft = (
  macroId: string,
  draft: MacroDraft,
  stored: Macro | undefined,
): void => {
  if (changesNothing(draft, stored)) dropDraft(macroId);
  else useDrafts.setState(({ byMacro }) => ({ byMacro: { ...byMacro, [macroId]: draft } }));
};

export const dropDraft = (macroId: string): void =>
  useDrafts.setState(({ byMacro }) => {
    const { [macroId]: _, ...rest } = byMacro;
    return { byMacro: rest };
  });

export interface DraftView {
  /** Undefined where there is neither a stored macro nor a draft of that name. */
  draft: MacroDraft | undefined;
  stored: Macro | undefined;
  isChanged: boolean;
  /** Somebody else saved the macro since these changes began. */
  isOutrun: boolean;
}

/** A macro as it is edited here. */
export const useDraft = (macroId: string): DraftView => {
  const stored = useMacro(macroId);
  const kept = useDrafts(({ byMacro }) => byMacro[macroId]);
  return useMemo(
    () => ({
      draft: kept ?? (stored && draftOf(stored)),
      stored,
      isChanged: kept !== undefined,
      isOutrun: kept !== undefined && !isSame(kept.stored, stored ?? null),
    }),
    [kept, stored],
  );
};
