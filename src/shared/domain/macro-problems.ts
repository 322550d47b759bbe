import type { Macro, MacroStep } from '../contract/macro.ts';
import { conditionProblems } from './conditions.ts';
import { expandedSteps, nestingJudge, type FindMacro } from './macro-nesting.ts';

export interface MacroProblem {
  /** As in `steps[2].macro_id`. */
  field: string;
  message: string;
}

const kindsOf = (step: MacroStep): string[] => {
  const kinds = {
    intent_name: step.intent_name,
    macro_id: step.macro_id,
    wait_until: step.wait_until,
  };
  return Object.entries(kinds).flatMap(([kind, value]) => (value == null ? [] : [kind]));
};

const stepProblems = (step: MacroStep, field: string, macro: Macro): MacroProblem[] => {
  const problems: MacroProblem[] = [];
  const kinds = kindsOf(step);
  if (kinds.length !== 1) {
    const has =
      kinds.length === 0 ? 'This one has none' : `This one has ${kinds.join(' and ')}`;
    problems.push({
      field,
      message: `A step takes exactly one of intent_name, macro_id and wait_until. ${has}.`,
    });
  }
  if (step.fallback_intent != null && step.fallback_intent === step.intent_name)
    problems.push({
      field: `${field}.fallback_intent`,
      message: `${step.fallback_intent} is what failed; name another intent.`,
    });
  const items = step.for_each?.items;
  const list = typeof items === 'string' ? macro.variables[items] : undefined;
  if (list !== undefined && !Array.isArray(list))
    problems.push({
      field: `${field}.for_each.items`,
      message: `The variable ${String(items)} holds no list.`,
    });
  for (const query of ['conditions', 'wait_until'] as const) {
    const conditions = step[query];
    if (conditions != null)
      problems.push(...conditionProblems(conditions, `${field}.${query}`));
  }
  return problems;
};

const tooMany = (count: number, maxSteps: number): MacroProblem => ({
  field: 'steps',
  message: `The macro comes to ${count} steps, rounds and nested macros counted; macro_max_steps of the bridge's configuration allows ${maxSteps}.`,
});

/**
 * Everything to correct before a macro may be stored or run; empty where it is sound. `maxSteps` is the config's
 * `macro_max_steps`. Steps may share a number: they run in the order in which they are written. An intent or a
 * nested macro that does not exist is no problem here: it may be written later, and its step fails until then.
 */
export const macroProblems = (
  macro: Macro,
  { maxSteps, macro: findOther }: { maxSteps: number; macro: FindMacro },
): MacroProblem[] => {
  const written = macro.steps.length + macro.on_abort.length;
  if (written > maxSteps) return [tooMany(written, maxSteps)];
  const find: FindMacro = (id) => (id === macro.macro_id ? macro : findOther(id));
  const endless = nestingJudge(macro, find);
  const lists = { steps: macro.steps, on_abort: macro.on_abort };
  let ends = true;
  const problems = Object.entries(lists).flatMap(([list, steps]) =>
    steps.flatMap((step, index) => {
      const field = `${list}[${index}]`;
      const found = stepProblems(step, field, macro);
      const message = step.macro_id == null ? null : endless(step.macro_id);
      if (message === null) return found;
      ends = false;
      return [...found, { field: `${field}.macro_id`, message }];
    }),
  );
  const count = ends ? expandedSteps(macro, find) : 0;
  return count > maxSteps ? [...problems, tooMany(count, maxSteps)] : problems;
};
