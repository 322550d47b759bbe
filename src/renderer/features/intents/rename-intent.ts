import type { Intent } from '#shared/contract/intent.ts';
import type { Layout } from '#shared/contract/layout.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { asShown } from '../../link/precondition.ts';
import { deleteEntity, putEntity, type Written } from '../../link/save-entity.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { layoutRenamed, macroRenamed } from './renamed.ts';

const problemOf = (written: Written<unknown>, what: string): string | null => {
  if (written.ok) return null;
  return written.fault
    ? `${what}: ${written.fault.message}`
    : `${what} was changed by somebody else. Rename once more.`;
};

const putLayout = async (layout: Layout): Promise<string | null> => {
  const { device_id: name } = layout;
  try {
    await ask((client, options) =>
      client.layouts.put(
        { params: { name }, headers: asShown('layout', name), body: layout },
        options,
      ),
    );
    return null;
  } catch (error) {
    return `The keys of ${name}: ${faultOf(error).message}`;
  }
};

/**
 * Makes it anew by its new name, has every key and macro follow, and takes the old one away last: where something
 * fails on the way both are there, and renaming once more is refused for the name only. Null where it is done.
 */
export const renameIntent = async (
  intent: Intent,
  to: string,
  revision: string,
): Promise<string | null> => {
  const { intent_name: from } = intent;
  const made = await putEntity('intent', to, { ...intent, intent_name: to }, null);
  const problem = problemOf(made, to);
  if (problem !== null) return problem;
  const { macros, layouts, revisions } = useMirror.getState();
  for (const [id, macro] of Object.entries(macros)) {
    const renamed = macroRenamed(macro, from, to);
    if (!renamed) continue;
    const written = await putEntity('macro', id, renamed, revisions[`macro:${id}`] ?? null);
    const failed = problemOf(written, `Macro ${id}`);
    if (failed !== null) return failed;
  }
  for (const layout of Object.values(layouts)) {
    const renamed = layoutRenamed(layout, from, to);
    const failed = renamed && (await putLayout(renamed));
    if (failed) return failed;
  }
  return problemOf(await deleteEntity('intent', from, revision), from);
};
