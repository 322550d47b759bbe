import type { FieldProblem } from './draft-candidate.ts';
import { problemAt } from './draft-problems.ts';
import type { MacroDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { tookWords } from './step-words.ts';

export const countWords = (count: number, one: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${one}s`;

/** `5 steps · 1.42 s expected`; `at least` where some step has never run. */
export const planWords = (draft: MacroDraft, plan: Plan): string => {
  const count = countWords(draft.steps.length, 'step');
  if (plan.total_ms < 1) return count;
  return `${count} · ${plan.isWhole ? '' : 'at least '}${tookWords(plan.total_ms)}${plan.isWhole ? ' expected' : ''}`;
};

/** The ids of the steps in which something has to be corrected. */
export const wrongSteps = (
  draft: MacroDraft,
  problems: readonly FieldProblem[],
): ReadonlySet<string> => {
  const wrong = new Set<string>();
  if (problems.length === 0) return wrong;
  for (const list of ['steps', 'on_abort'] as const)
    draft[list].forEach(({ id }, index) => {
      if (problemAt(problems, `${list}[${index}]`) !== null) wrong.add(id);
    });
  return wrong;
};
