import { TriangleAlert } from 'lucide-react';
import { hintOf } from '../../link/faults.ts';
import { draftOf } from './draft.ts';
import { keepDraft } from './draft-store.ts';
import type { MacroEdit } from './use-macro-draft.ts';

const problemCount = (count: number): string => (count === 1 ? 'One thing' : `${count} things`);

/** What stands between these changes and their being stored. */
export const Notices = ({ macroId, macroEdit }: { macroId: string; macroEdit: MacroEdit }) => {
  const { draft, stored, isOutrun, isChanged, problems, fault, drop } = macroEdit;
  const [first] = problems;
  return (
    <output className="m-notices">
      {isOutrun && draft && (
        <div className="m-notice" data-tone="amber">
          <TriangleAlert className="i" aria-hidden />
          <span>
            {stored
              ? 'Somebody else saved this macro after you began. Saving replaces theirs by yours.'
              : draft.stored && 'Somebody else deleted this macro. Saving makes it again.'}
          </span>
          <span className="grow" />
          {stored && (
            <>
              <button type="button" className="btn" onClick={drop}>
                Take theirs
              </button>
              <button
                type="button"
                className="btn"
                onClick={() =>
                  keepDraft(macroId, { ...draft, stored: draftOf(stored).stored }, stored)
                }
              >
                Keep mine
              </button>
            </>
          )}
        </div>
      )}
      {isChanged && first && (
        <div className="m-notice" data-tone={stored ? 'amber' : undefined}>
          <TriangleAlert className="i" aria-hidden />
          <span>
            {problemCount(problems.length)} to {stored ? 'correct' : 'fill in'} before it can be
            saved. <code>{first.field}</code> {first.message}
          </span>
        </div>
      )}
      {fault && problems.length === 0 && (
        <div className="m-notice" data-tone="amber">
          <TriangleAlert className="i" aria-hidden />
          <span>
            Not saved: {fault.message} {hintOf(fault)}
          </span>
        </div>
      )}
      {isChanged && stored && problems.length === 0 && !fault && (
        <div className="m-notice">
          <span className="sec">Unsaved changes. Run and Dry run take what is stored.</span>
        </div>
      )}
    </output>
  );
};
