import type { Macro } from '#shared/contract/macro.ts';
import type { Store } from '../../store/store.ts';
import { lookUp, type Found } from '../lookups.ts';

/** The macros that one runs, as they stood when it began. */
export type NestedMacros = ReadonlyMap<string, Found<Macro>>;

const nestedIds = ({ steps, on_abort }: Macro): string[] =>
  [...steps, ...on_abort].flatMap(({ macro_id }) => macro_id ?? []);

/** Looks up all that a macro runs, through others too: a change in the middle of a run does not touch it. */
export const readNested = async (
  store: Store,
  macro: Macro,
  most: number,
): Promise<NestedMacros> => {
  const found = new Map<string, Found<Macro>>();
  const open = [macro];
  for (let current = open.pop(); current; current = open.pop()) {
    for (const id of nestedIds(current)) {
      if (found.has(id) || found.size >= most) continue;
      const lookup = await lookUp(store, 'macro', id);
      found.set(id, lookup);
      if (lookup.ok) open.push(lookup.value);
    }
  }
  return found;
};

/** @throws where `readNested` did not meet it: what was not judged is not run */
export const nestedMacro = (nested: NestedMacros, id: string): Found<Macro> => {
  const found = nested.get(id);
  if (!found) throw new Error(`The macro ${id} was not read before the run.`);
  return found;
};
