import type { Fault } from '#shared/contract/errors.ts';
import type { Macro, MacroStep } from '#shared/contract/macro.ts';
import { macroProblems } from '#shared/domain/macro-problems.ts';
import type { MacroRequest } from '../engine.ts';
import { unsound } from './macro-faults.ts';
import type { NestedMacros } from './nested-macros.ts';

/** Empty where the request names a step that is not there. */
export const chosenSteps = (
  macro: Macro,
  { from_step: from, only_step }: MacroRequest,
): MacroStep[] => {
  if (only_step) return macro.steps.filter(({ step_number }) => step_number === from);
  if (from === undefined) return macro.steps;
  if (macro.steps.every(({ step_number }) => step_number !== from)) return [];
  return macro.steps.filter(({ step_number }) => step_number >= from);
};

/** Another writer may have stored what a save here refuses: nothing of it is sent. */
export const unsoundMacro = (
  macro: Macro,
  nested: NestedMacros,
  maxSteps: number,
): Fault | null => {
  const find = (id: string): Macro | null => {
    const found = nested.get(id);
    return found?.ok ? found.value : null;
  };
  const others = [...nested.keys()].flatMap((id) => find(id) ?? []);
  for (const each of [macro, ...others]) {
    const problems = macroProblems(each, { maxSteps, macro: find });
    if (problems.length > 0) return unsound(each, problems);
  }
  return null;
};
