import type { Macro, MacroStep } from '../contract/macro.ts';

/** The macro of an id as it stands; null where there is none. */
export type FindMacro = (id: string) => Macro | null;

/** How many macros may stand within each other. */
export const DEEPEST_NESTING = 20;

const nestedIds = (macro: Macro): string[] =>
  [...macro.steps, ...macro.on_abort].flatMap(({ macro_id }) => macro_id ?? []);

/** Says for each nested macro of one macro whether it ever comes to an end. Looks at each macro once. */
export const nestingJudge = (
  macro: Macro,
  find: FindMacro,
): ((nestedId: string) => string | null) => {
  const heights = new Map<string, number>();
  // A problem in words, or how many macros stand within each other from here on.
  const visit = (id: string, path: readonly string[]): string | number => {
    const chain = [...path, id];
    if (path.includes(id))
      return `A macro may not run itself, not through others either: ${chain.join(' → ')}.`;
    const known = heights.get(id);
    const height = known ?? heightOf(id, chain);
    if (typeof height === 'string') return height;
    heights.set(id, height);
    if (path.length + height > DEEPEST_NESTING)
      return `At most ${DEEPEST_NESTING} macros may stand within each other; this is one more: ${chain.join(' → ')}.`;
    return height;
  };
  const heightOf = (id: string, chain: readonly string[]): string | number => {
    if (chain.length > DEEPEST_NESTING) return 1;
    const nested = find(id);
    let height = 1;
    for (const child of nested ? nestedIds(nested) : []) {
      const below = visit(child, chain);
      if (typeof below === 'string') return below;
      height = Math.max(height, below + 1);
    }
    return height;
  };
  return (nestedId) => {
    const found = visit(nestedId, [macro.macro_id]);
    return typeof found === 'string' ? found : null;
  };
};

const rounds = (step: MacroStep, macro: Macro): number => {
  if (!step.for_each) return 1;
  const { items } = step.for_each;
  const list = typeof items === 'string' ? macro.variables[items] : items;
  return Array.isArray(list) ? list.length : 1;
};

/**
 * How many steps a run comes to, as far as can be told beforehand: nested macros and rounds where they stand.
 * Only for macros that the judge lets pass.
 */
export const expandedSteps = (macro: Macro, find: FindMacro): number => {
  const sizes = new Map<string, number>();
  const sizeOf = (current: Macro): number => {
    let size = 0;
    for (const step of [...current.steps, ...current.on_abort])
      size += rounds(step, current) * (step.macro_id ? nestedSize(step.macro_id) : 1);
    return size;
  };
  const nestedSize = (id: string): number => {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    const nested = find(id);
    const size = nested ? sizeOf(nested) : 1;
    sizes.set(id, size);
    return size;
  };
  return sizeOf(macro);
};
