import type { StaleDetails } from '#shared/contract/precondition.ts';
import { fieldChanges, mergeFields } from '#shared/domain/field-conflicts.ts';
import { ConflictDialog } from './ConflictDialog.tsx';

type Fields = Record<string, unknown>;

interface VersionConflictProps {
  /** `device studio_main`. */
  what: string;
  /** What was found in place of what was begun from. */
  conflict: StaleDetails;
  /** As they are stored, each of them: what both began from, and yours. */
  base: Fields | null;
  mine: Fields;
  isBusy: boolean;
  /** What was chosen, field by field; yours as a whole where theirs was deleted. */
  onSave: (chosen: Fields) => void;
  onTheirs: () => void;
  onClose: () => void;
}

/** Somebody else saved it first: theirs and yours, field by field. */
export const VersionConflict = ({
  what,
  conflict,
  base,
  mine,
  isBusy,
  onSave,
  onTheirs,
  onClose,
}: VersionConflictProps) => {
  const { theirs } = conflict;
  const changes = fieldChanges(base, theirs ?? {}, mine);
  return (
    <ConflictDialog
      key={conflict.revision}
      what={what}
      fields={changes}
      isGone={theirs === null}
      isBusy={isBusy}
      onSave={(choices) =>
        onSave(
          theirs
            ? mergeFields(theirs, changes, ({ path }) => choices.get(path) ?? 'theirs')
            : mine,
        )
      }
      onTheirs={onTheirs}
      onClose={onClose}
    />
  );
};
