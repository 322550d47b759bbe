import { useMemo } from 'react';
import { create } from 'zustand';
import { revisionKey } from '#shared/contract/mirror.ts';
import type { Macro } from '#shared/contract/macro.ts';
import * as memory from '../../state/draft-memory.ts';
import { useMacro, useMirror, useRevision } from '../../state/mirror-store.ts';
import { candidateOf } from './draft-candidate.ts';
import { forgetHistory, noteChange, stepBack } from './draft-history.ts';
import { draftOf, MacroDraftSchema, type MacroDraft } from './draft.ts';

interface Drafts {
  /** Changes that are not saved, by the macro that they are of. */
  byMacro: Record<string, MacroDraft>;
}

const recalled = (): Record<string, MacroDraft> =>
  Object.fromEntries(
    memory.draftNames('macro').flatMap((id) => {
      const draft = memory.recallDraft('macro', id, MacroDraftSchema);
      return draft ? [[id, draft.values]] : [];
    }),
  );

/** What was typed stays in this browser until it is saved or dropped. */
export const useDrafts = create<Drafts>(() => ({ byMacro: recalled() }));

const remember = (macroId: string, draft: MacroDraft): void =>
  memory.keepDraft('macro', macroId, { base: null, revision: draft.revision, values: draft });

// Another tab has saved or dropped its own changes: that must not take those of this one out of the browser's memory.
if (typeof window !== 'undefined')
  window.addEventListener('storage', () => {
    const kept = new Set(memory.draftNames('macro'));
    for (const [macroId, draft] of Object.entries(useDrafts.getState().byMacro))
      if (!kept.has(macroId)) remember(macroId, draft);
  });

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const storedNow = (macroId: string): { macro: Macro | undefined; revision: string | null } => {
  const { macros, revisions } = useMirror.getState();
  return {
    macro: macros[macroId],
    revision: revisions[revisionKey('macro', macroId)] ?? null,
  };
};

const unchanged = new WeakMap<Macro, string>();

/** What a stored macro comes to when nobody changes it. It is asked for at each key that is typed. */
const unchangedText = (macro: Macro): string => {
  const known = unchanged.get(macro) ?? JSON.stringify(candidateOf(draftOf(macro)).value);
  unchanged.set(macro, known);
  return known;
};

const changesNothing = (macroId: string, draft: MacroDraft): boolean => {
  const { macro, revision } = storedNow(macroId);
  if (!macro || draft.revision !== revision) return false;
  if (draft.stored !== macro && !isSame(draft.stored, macro)) return false;
  const { value, problems } = candidateOf(draft);
  return problems.length === 0 && JSON.stringify(value) === unchangedText(macro);
};

/** Keeps a draft; one that changes nothing any more is dropped. */
export const keepDraft = (macroId: string, draft: MacroDraft): void => {
  if (changesNothing(macroId, draft)) {
    dropDraft(macroId);
    return;
  }
  remember(macroId, draft);
  useDrafts.setState(({ byMacro }) => ({ byMacro: { ...byMacro, [macroId]: draft } }));
};

export const dropDraft = (macroId: string): void => {
  memory.dropDraft('macro', macroId);
  useDrafts.setState(({ byMacro }) => {
    const { [macroId]: _, ...rest } = byMacro;
    return { byMacro: rest };
  });
};

/** As it is edited here, else as it is stored; undefined where there is neither. */
export const draftNow = (macroId: string): MacroDraft | undefined => {
  const kept = useDrafts.getState().byMacro[macroId];
  const { macro, revision } = storedNow(macroId);
  return kept ?? (macro && draftOf(macro, revision));
};

/** Changes a draft, in a way that can be taken back. */
export const editDraft = (macroId: string, change: (draft: MacroDraft) => MacroDraft): void => {
  const before = draftNow(macroId);
  const after = before && change(before);
  if (!before || !after || after === before) return;
  noteChange(macroId, before, after);
  keepDraft(macroId, after);
};

/** Takes the last change back, or makes it again. False where there is none. */
export const stepDraft = (macroId: string, which: 'undo' | 'redo'): boolean => {
  const current = draftNow(macroId);
  const draft = current && stepBack(macroId, which, current);
  if (draft) keepDraft(macroId, draft);
  return draft != null;
};

/** Back to what is stored. That can be taken back where it is stored. */
export const dropChanges = (macroId: string): void => {
  const { macro, revision } = storedNow(macroId);
  if (macro && draftNow(macroId)?.revision === revision)
    editDraft(macroId, () => draftOf(macro, revision));
  else {
    dropDraft(macroId);
    forgetHistory(macroId);
  }
};

export interface DraftView {
  /** Undefined where there is neither a stored macro nor a draft of that name. */
  draft: MacroDraft | undefined;
  stored: Macro | undefined;
  isChanged: boolean;
  /** Somebody else saved the macro, or deleted it, since these changes began. */
  isOutrun: boolean;
}

/** A macro as it is edited here. */
export const useDraft = (macroId: string): DraftView => {
  const stored = useMacro(macroId);
  const revision = useRevision('macro', macroId) ?? null;
  const kept = useDrafts(({ byMacro }) => byMacro[macroId]);
  return useMemo(
    () => ({
      draft: kept ?? (stored && draftOf(stored, revision)),
      stored,
      isChanged: kept !== undefined,
      isOutrun: kept !== undefined && kept.revision !== revision,
    }),
    [kept, stored, revision],
  );
};
