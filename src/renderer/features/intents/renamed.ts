import type { Intent } from '#shared/contract/intent.ts';
import type { Layout } from '#shared/contract/layout.ts';
import type { Macro, MacroStep } from '#shared/contract/macro.ts';
import { isName } from '#shared/contract/names.ts';

const inStep =
  (from: string, to: string) =>
  (step: MacroStep): MacroStep => ({
    ...step,
    ...(step.intent_name === from ? { intent_name: to } : {}),
    ...(step.fallback_intent === from ? { fallback_intent: to } : {}),
  });

const usesIntent = (name: string) => (step: MacroStep) =>
  step.intent_name === name || step.fallback_intent === name;

/** The macro with the new name in its steps; null where none of them fires it. */
export const macroRenamed = (macro: Macro, from: string, to: string): Macro | null =>
  [...macro.steps, ...macro.on_abort].some(usesIntent(from))
    ? {
        ...macro,
        steps: macro.steps.map(inStep(from, to)),
        on_abort: macro.on_abort.map(inStep(from, to)),
      }
    : null;

/** The layout with the new name on its keys; null where none of them fires it. */
export const layoutRenamed = (layout: Layout, from: string, to: string): Layout | null =>
  layout.pages.some(({ keys }) => keys.some(({ intent_name }) => intent_name === from))
    ? {
        ...layout,
        pages: layout.pages.map((page) => ({
          ...page,
          keys: page.keys.map((key) =>
            key.intent_name === from ? { ...key, intent_name: to } : key,
          ),
        })),
      }
    : null;

/** Why it can't have that name; null where it can. */
export const renameProblem = (
  from: string,
  to: string,
  intents: Readonly<Record<string, Intent>>,
): string | null => {
  if (to === from) return 'That is its name already.';
  if (!isName(to))
    return 'Use 1 to 128 letters (A-Z, a-z), digits, dots, underscores or hyphens: no spaces, accents or emoji.';
  return intents[to] ? 'There is another intent of that name. Choose another one.' : null;
};
