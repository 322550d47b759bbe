import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { removingShown } from '../../link/precondition.ts';

/** Gives it another name, and every key and macro follows. Null where it is done, else why it is not. */
export const renameIntent = async (name: string, to: string): Promise<string | null> => {
  try {
    await ask((client, options) =>
      client.intents.rename(
        { params: { name }, headers: removingShown('intent', name), body: { to } },
        options,
      ),
    );
    return null;
  } catch (error) {
    return faultOf(error).message;
  }
};
