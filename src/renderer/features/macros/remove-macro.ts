import type { Macro } from '#shared/contract/macro.ts';
import { announce } from '../../state/announcer.ts';
import { dropDraft } from './draft-store.ts';
import { deleteMacro, saveMacro } from './save-macro.ts';
import { offerUndo } from './undo.ts';

const putBack = async (macro: Macro): Promise<void> => {
  const fault = await saveMacro(macro);
  if (fault)
    offerUndo(`${macro.macro_name} is not back: ${fault.message}`, () => void putBack(macro));
};

/** Deletes a macro and offers the way back. False where it is still there. */
export const removeMacro = async (macro: Macro): Promise<boolean> => {
  const fault = await deleteMacro(macro.macro_id);
  if (fault) {
    announce('macro', fault.message);
    offerUndo(
      `${macro.macro_name} could not be deleted: ${fault.message}`,
      () => void removeMacro(macro),
    );
    return false;
  }
  dropDraft(macro.macro_id);
  offerUndo(`${macro.macro_name} deleted`, () => void putBack(macro));
  return true;
};
