import { CloudOff, GitCompareArrows, TriangleAlert } from 'lucide-react';
import { hintOf } from '../../link/faults.ts';
import { SaveRest } from '../../ui/SaveRest.tsx';
import { fieldWords } from './rest-of-draft.ts';
import { conflictNow, showConflict } from './save-draft.ts';
import type { MacroEdit } from './use-macro-draft.ts';

const problemCount = (count: number): string => (count === 1 ? 'One thing' : `${count} things`);

const Outrun = ({ macroId, isGone }: { macroId: string; isGone: boolean }) => (
  <div className="m-notice" data-tone="amber">
    <TriangleAlert className="i" aria-hidden />
    <span>
      {isGone
        ? 'Somebody else deleted this macro. Your changes are still here.'
        : 'Somebody else saved this macro after you began. Yours is still here; saving asks what to take.'}
    </span>
    <span className="grow" />
    <button
      type="button"
      className="btn"
      onClick={() => showConflict(macroId, conflictNow(macroId))}
    >
      <GitCompareArrows className="i i-14" aria-hidden />
      {isGone ? 'Keep it or let it go' : 'Compare'}
    </button>
  </div>
);

/** What stands between these changes and their being stored. */
export const Notices = ({ macroId, macroEdit }: { macroId: string; macroEdit: MacroEdit }) => {
  const { draft, stored, isOutrun, isChanged, problems, fault, saving } = macroEdit;
  const [first] = problems;
  const isWaiting = saving === 'waiting';
  return (
    <output className="m-notices">
      {isOutrun && draft && (stored || draft.stored) && (
        <Outrun macroId={macroId} isGone={!stored} />
      )}
      {isChanged && first && stored && (
        <div className="m-notice" data-tone="amber">
          <SaveRest
            problems={problems.map(({ field, message }) => ({
              field: fieldWords(field),
              message,
            }))}
            rest={macroEdit.rest()}
            isBusy={saving === 'busy'}
            onSaveRest={() => void macroEdit.saveRest()}
          />
        </div>
      )}
      {isChanged && first && !stored && (
        <div className="m-notice">
          <TriangleAlert className="i" aria-hidden />
          <span>
            {problemCount(problems.length)} to fill in before it can be saved.{' '}
            <b>{fieldWords(first.field)}:</b> {first.message}
          </span>
        </div>
      )}
      {isWaiting && (
        <div className="m-notice" data-tone="amber">
          <CloudOff className="i" aria-hidden />
          <span>
            Not saved yet: the engine or its store is away. All of it is kept here, and saved as
            soon as it is back.
          </span>
        </div>
      )}
      {fault && !isWaiting && problems.length === 0 && (
        <div className="m-notice" data-tone="amber">
          <TriangleAlert className="i" aria-hidden />
          <span>
            Not saved: {fault.message} {hintOf(fault)}
          </span>
        </div>
      )}
      {isChanged && stored && problems.length === 0 && !fault && !isOutrun && (
        <div className="m-notice">
          <span className="sec">Unsaved changes. Run and Dry run take what is stored.</span>
        </div>
      )}
    </output>
  );
};
