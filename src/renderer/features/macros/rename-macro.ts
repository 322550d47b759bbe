import type { Macro } from '#shared/contract/macro.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { writingOver } from '../../link/precondition.ts';

/** Why it can't have that id; null where it can. */
export const renameProblem = (
  from: string,
  to: string,
  macros: Readonly<Record<string, Macro>>,
): string | null => {
  if (to === from) return 'That is its id already.';
  const named = NameSchema.safeParse(to);
  if (!named.success) return named.error.issues[0]?.message ?? 'Choose another id.';
  return macros[to] ? 'There is another macro of that id. Choose another one.' : null;
};

/** Gives it another id, and every key and macro follows. Null where it is done, else why it is not. */
export const renameMacro = async (
  name: string,
  to: string,
  revision: string | null,
): Promise<string | null> => {
  try {
    await ask((client, options) =>
      client.macros.rename(
        { params: { name }, headers: writingOver(revision), body: { to } },
        options,
      ),
    );
    return null;
  } catch (error) {
    return faultOf(error).message;
  }
};
