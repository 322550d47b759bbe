import { useMemo } from 'react';
import type { StaleDetails } from '#shared/contract/precondition.ts';
import { say } from '../../state/undo-toast.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { forgetHistory } from './draft-history.ts';
import { dropDraft, keepDraft } from './draft-store.ts';
import { draftOf, type MacroDraft } from './draft.ts';
import { mergeMacro } from './macro-conflict.ts';
import { saveDraft, showConflict, useSaving } from './save-draft.ts';

interface MacroConflictProps {
  macroId: string;
  draft: MacroDraft;
  onGone: () => void;
}

const NOTHING_THERE: StaleDetails['theirs'] = {};

/** Somebody else saved this macro first, or deleted it: theirs and yours to choose from. */
export const MacroConflict = ({ macroId, draft, onGone }: MacroConflictProps) => {
  const { conflict, state } = useSaving(macroId);
  const theirs = conflict?.theirs ?? null;
  const merge = useMemo(() => mergeMacro(draft, theirs ?? NOTHING_THERE), [draft, theirs]);
  if (!conflict) return null;
  const { revision } = conflict;
  const save = (choices: ReadonlyMap<string, 'theirs' | 'mine'>): void => {
    const merged = theirs && merge.merged(choices);
    if (theirs && !merged) {
      say('What is chosen makes no macro: correct yours first, or choose theirs.');
      return;
    }
    forgetHistory(macroId);
    keepDraft(
      macroId,
      merged ? { ...draftOf(merged, revision), stored: theirs } : { ...draft, revision: null },
    );
    showConflict(macroId, null);
    void saveDraft(macroId);
  };
  return (
    <ConflictDialog
      key={revision}
      what={`macro ${draft.macro_name || macroId}`}
      fields={merge.changes}
      isGone={theirs === null}
      isBusy={state === 'busy'}
      onSave={save}
      onTheirs={() => {
        showConflict(macroId, null);
        dropDraft(macroId);
        forgetHistory(macroId);
        if (theirs === null) onGone();
      }}
      onClose={() => showConflict(macroId, null)}
    />
  );
};
