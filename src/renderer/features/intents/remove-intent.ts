import type { Intent } from '#shared/contract/intent.ts';
import { dropDraft } from '../../state/draft-memory.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { deleteEntity, putEntity } from '../../link/save-entity.ts';

const putBack = async (intent: Intent): Promise<void> => {
  const { intent_name: name } = intent;
  const written = await putEntity('intent', name, intent, null);
  if (written.ok) say(`${name} is back`);
  else if (written.fault)
    offerUndo(`${name} is not back: ${written.fault.message}`, () => void putBack(intent));
  else say(`${name} is not put back: somebody else made one of that name.`);
};

/** Deletes that revision and offers the way back. False where it is still there. */
export const removeIntent = async (intent: Intent, revision: string): Promise<boolean> => {
  const { intent_name: name } = intent;
  const written = await deleteEntity('intent', name, revision);
  if (!written.ok) {
    say(
      written.fault
        ? `${name} could not be deleted: ${written.fault.message}`
        : `${name} was not deleted: somebody else changed it. Look at it once more.`,
    );
    return false;
  }
  dropDraft('intent', name);
  offerUndo(`${name} deleted`, () => void putBack(intent));
  return true;
};
