import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import { useConfig, useMacros } from '../../state/mirror-store.ts';
import type { FieldProblem } from './draft-candidate.ts';
import { checkDraft, refusedFields } from './draft-problems.ts';
import { dropDraft, keepDraft, useDraft, type DraftView } from './draft-store.ts';
import type { MacroDraft } from './draft.ts';
import { saveMacro } from './save-macro.ts';

const MOST_STEPS = 1000;

const TAKEN = {
  field: 'macro_id',
  message: 'There is a macro of this id already; give another one.',
};

export interface MacroEdit extends DraftView {
  problems: FieldProblem[];
  /** Why the last attempt to save did not work. */
  fault: Fault | null;
  isSaving: boolean;
  edit: (change: (draft: MacroDraft) => MacroDraft) => void;
  /** True when it is stored. */
  save: () => Promise<boolean>;
  drop: () => void;
}

/** A macro with its unsaved changes, judged as it is typed. */
export const useMacroDraft = (macroId: string): MacroEdit => {
  const view = useDraft(macroId);
  const macros = useMacros();
  const maxSteps = useConfig()?.macro_max_steps ?? MOST_STEPS;
  const [, go] = useLocation();
  const [isSaving, setIsSaving] = useState(false);
  const [refusal, setRefusal] = useState<{ of: MacroDraft; fault: Fault } | null>(null);
  const { draft, stored, isChanged } = view;

  const checked = useMemo(
    () =>
      draft && isChanged
        ? checkDraft(draft, { maxSteps, macro: (id) => macros[id] ?? null })
        : { macro: null, problems: [] },
    [draft, isChanged, maxSteps, macros],
  );
  const isTaken = draft !== undefined && !stored && macros[draft.macro_id.trim()] !== undefined;
  const taken = isTaken ? [TAKEN] : [];
  // What the engine refused stands until something is changed.
  const fault = refusal !== null && refusal.of === draft ? refusal.fault : null;
  const refused = fault ? refusedFields(fault.details) : [];

  return {
    ...view,
    problems: [...checked.problems, ...taken, ...refused],
    fault,
    isSaving,
    edit: (change) => draft && keepDraft(macroId, change(draft), stored),
    save: async () => {
      const { macro } = checked;
      if (!draft || !macro || isTaken) return false;
      setIsSaving(true);
      const fault = await saveMacro(macro);
      setIsSaving(false);
      if (fault) {
        setRefusal({ of: draft, fault });
        return false;
      }
      if (macro.macro_id !== macroId) go(`/macros/${macro.macro_id}`);
      dropDraft(macroId);
      return true;
    },
    drop: () => {
      dropDraft(macroId);
      if (!stored) go('/macros');
    },
  };
};
