import { useEffect, useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import { useConfig, useMacros } from '../../state/mirror-store.ts';
import { offerUndo } from '../../state/undo-toast.ts';
import type { FieldProblem } from './draft-candidate.ts';
import { refusedFields } from './draft-problems.ts';
import { dropChanges, editDraft, keepDraft, useDraft, type DraftView } from './draft-store.ts';
import type { MacroDraft } from './draft.ts';
import { restOfDraft, type RestOfDraft } from './rest-of-draft.ts';
import { checkedNow, forgetSaving, saveDraft, useSaving, type Saving } from './save-draft.ts';

const TAKEN = {
  field: 'macro_id',
  message: 'There is a macro of this id already; give another one.',
};

export interface MacroEdit extends DraftView {
  problems: FieldProblem[];
  /** Why the last attempt to save did not work. */
  fault: Fault | null;
  saving: Saving['state'];
  edit: (change: (draft: MacroDraft) => MacroDraft) => void;
  /** True when it is stored. */
  save: () => Promise<boolean>;
  /** What can be saved while something is wrong. */
  rest: () => RestOfDraft;
  saveRest: () => Promise<boolean>;
  drop: () => void;
}

/** A macro with its unsaved changes, judged as it is typed. */
export const useMacroDraft = (macroId: string): MacroEdit => {
  const view = useDraft(macroId);
  const macros = useMacros();
  const config = useConfig();
  const [, go] = useLocation();
  const { state, refusal, savedAs } = useSaving(macroId);
  const { draft, stored, isChanged } = view;

  useEffect(() => {
    if (savedAs === null) return;
    forgetSaving(macroId);
    go(`/macros/${savedAs}`, { replace: true });
  }, [savedAs, macroId, go]);

  const checked = useMemo(
    () => (draft && isChanged ? checkedNow(draft).problems : []),
    // oxlint-disable-next-line react/exhaustive-deps -- it is judged by these
    [draft, isChanged, config, macros],
  );
  const isTaken =
    draft?.stored === null && !stored && macros[draft.macro_id.trim()] !== undefined;
  const taken = isTaken ? [TAKEN] : [];
  // What the engine refused stands until something is changed.
  const fault = refusal !== null && refusal.of === draft ? refusal.fault : null;
  const refused = fault ? refusedFields(fault.details) : [];

  const rest = (): RestOfDraft =>
    draft ? restOfDraft(draft, checkedNow) : { ok: false, why: 'new', together: [] };

  return {
    ...view,
    problems: [...checked, ...taken, ...refused],
    fault,
    saving: state,
    edit: (change) => editDraft(macroId, change),
    save: async () => !isTaken && saveDraft(macroId),
    rest,
    saveRest: async () => {
      const sound = rest();
      return sound.ok && saveDraft(macroId, sound.draft);
    },
    drop: () => {
      dropChanges(macroId);
      // What is stored as it was can be had back by the history.
      if (!draft || (stored && !view.isOutrun)) return;
      offerUndo(`${draft.macro_name || draft.macro_id} dropped`, () =>
        keepDraft(macroId, draft),
      );
      if (!stored) go('/macros');
    },
  };
};
