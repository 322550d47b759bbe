import type { Fault } from '#shared/contract/errors.ts';
import type { Macro } from '#shared/contract/macro.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { asShown, removingShown } from '../../link/precondition.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';

const MIRRORED_WITHIN_MS = 2000;

/** Resolves when this page has heard of the change, so that nothing older shows in between. */
const mirrored = (macroId: string, before: Macro | undefined): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (useMirror.getState().macros[macroId] === before) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = useMirror.subscribe(look);
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, MIRRORED_WITHIN_MS);
    look();
  });

const storedNow = (macroId: string): Macro | undefined => useMirror.getState().macros[macroId];

/** Stores a macro; the fault where that did not work. */
export const saveMacro = async (macro: Macro): Promise<Fault | null> => {
  const before = storedNow(macro.macro_id);
  try {
    await ask((client, options) =>
      client.macros.put(
        {
          params: { name: macro.macro_id },
          headers: asShown('macro', macro.macro_id),
          body: macro,
        },
        options,
      ),
    );
    await mirrored(macro.macro_id, before);
    announce('macro', `${macro.macro_name} saved`);
    return null;
  } catch (error) {
    return faultOf(error);
  }
};

export const deleteMacro = async (macroId: string): Promise<Fault | null> => {
  const before = storedNow(macroId);
  try {
    await ask((client, options) =>
      client.macros.delete(
        { params: { name: macroId }, headers: removingShown('macro', macroId) },
        options,
      ),
    );
    await mirrored(macroId, before);
    announce('macro', `${macroId} deleted`);
    return null;
  } catch (error) {
    return faultOf(error);
  }
};
