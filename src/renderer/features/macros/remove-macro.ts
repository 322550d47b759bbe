import type { Macro } from '#shared/contract/macro.ts';
import { deleteEntity, putEntity } from '../../link/save-entity.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { forgetHistory } from './draft-history.ts';
import { dropDraft } from './draft-store.ts';

const putBack = async (macro: Macro): Promise<void> => {
  const { macro_id: id, macro_name: name } = macro;
  const written = await putEntity('macro', id, macro, null);
  if (written.ok) say(`${name} is back`);
  else if (written.fault)
    offerUndo(`${name} is not back: ${written.fault.message}`, () => void putBack(macro));
  else say(`${name} is not put back: somebody else made one of that id.`);
};

/** Deletes that revision and offers the way back. False where it is still there. */
export const removeMacro = async (macro: Macro, revision: string): Promise<boolean> => {
  const { macro_id: id, macro_name: name } = macro;
  const written = await deleteEntity('macro', id, revision);
  if (!written.ok) {
    say(
      written.fault
        ? `${name} could not be deleted: ${written.fault.message}`
        : `${name} was not deleted: somebody else changed it. Look at it once more.`,
    );
    return false;
  }
  dropDraft(id);
  forgetHistory(id);
  offerUndo(`${name} deleted`, () => void putBack(macro));
  return true;
};
