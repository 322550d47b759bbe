import type { Intent } from '#shared/contract/intent.ts';
import { NameSchema } from '#shared/contract/names.ts';
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

/** Why it can't have that name; null where it can. */
export const renameProblem = (
  from: string,
  to: string,
  intents: Readonly<Record<string, Intent>>,
): string | null => {
  if (to === from) return 'That is its name already.';
  const named = NameSchema.safeParse(to);
  if (!named.success) return named.error.issues[0]?.message ?? 'Choose another name.';
  return intents[to] ? 'There is another intent of that name. Choose another one.' : null;
};
