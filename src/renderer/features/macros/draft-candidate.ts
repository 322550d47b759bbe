import type { MacroDraft, StepDraft, StepList } from './draft.ts';

/** One thing to correct, as the engine names it: `steps[2].timeout_ms`. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface Candidate {
  /** What would be stored, once a schema has accepted it. */
  value: Record<string, unknown>;
  /** Text that is no JSON, so that it could not become part of the value. */
  problems: FieldProblem[];
}

const EXAMPLES: Record<string, string> = {
  conditions: '{"scene": "news"}',
  wait_until: '{"button.state": "idle"}',
  variables: '{"level": 0.7}',
  items: '[1, 2, 3], or the name of a variable that holds a list',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Blank is nothing; what is no number is left to the schema to refuse. */
const numberOf = (text: string): number => {
  const plain = text.replaceAll(/[\s\u202F]/g, '');
  return plain === '' ? Number.NaN : Number(plain);
};

const textOf = (text: string): string | undefined =>
  text.trim() === '' ? undefined : text.trim();

const without = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

const problem = (path: string, field: string): FieldProblem => ({
  field: `${path}${field}`,
  message: `Write it like ${EXAMPLES[field] ?? '{}'}.`,
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The object that a field holds; a problem where its text is none. Blank is no object, and no problem. */
const objectOf = (
  text: string,
  path: string,
  field: string,
  problems: FieldProblem[],
): Record<string, unknown> | undefined => {
  if (text.trim() === '') return undefined;
  const value = parsed(text);
  if (isObject(value)) return value;
  problems.push(problem(path, field));
  return undefined;
};

const conditionOf = (text: string, path: string, problems: FieldProblem[]) => {
  if (text.trim() === '') problems.push(problem(path, 'wait_until'));
  return objectOf(text, path, 'wait_until', problems) ?? {};
};

const itemsOf = (text: string, path: string, problems: FieldProblem[]): unknown[] | string => {
  const plain = text.trim();
  if (/^[A-Za-z_$][\w$.]*$/.test(plain)) return plain;
  const value = parsed(plain);
  if (Array.isArray(value)) return value;
  problems.push(problem(path, 'items'));
  return [];
};

const stepOf = (
  step: StepDraft,
  number: number,
  path: string,
  problems: FieldProblem[],
): Record<string, unknown> => {
  const isWait = step.kind === 'wait';
  const repeats = step.items.trim() !== '';
  return without({
    ...step.stored,
    step_number: number,
    // An empty name is refused by the schema, in its own words.
    intent_name: step.kind === 'intent' ? step.intent_name.trim() : undefined,
    macro_id: step.kind === 'macro' ? step.macro_id.trim() : undefined,
    wait_until: isWait ? conditionOf(step.wait_until, path, problems) : undefined,
    wait_for_completion: step.wait_for_completion,
    timeout_ms: numberOf(step.timeout_ms),
    on_failure: step.on_failure,
    retry_count: step.on_failure === 'retry' ? numberOf(step.retry_count) : undefined,
    delay_ms: numberOf(step.delay_ms),
    fallback_intent: textOf(step.fallback_intent),
    parallel: textOf(step.parallel),
    for_each: repeats
      ? { items: itemsOf(step.items, path, problems), as: step.as.trim() }
      : undefined,
    conditions: objectOf(step.conditions, path, 'conditions', problems),
    variables: objectOf(step.variables, path, 'variables', problems),
  });
};

/**
 * Numbers stay as another writer chose them until the order of the steps changes; what is new at the end goes on from
 * them.
 */
const numbersOf = (steps: readonly StepDraft[]): number[] => {
  const numbers: number[] = [];
  let isNew = false;
  for (const { saved } of steps) {
    const before = numbers.at(-1);
    if (saved === null) {
      isNew = true;
      numbers.push((before ?? 0) + 1);
      continue;
    }
    if (isNew || (before !== undefined && saved < before)) return steps.map((_, at) => at + 1);
    numbers.push(saved);
  }
  return numbers;
};

/** The numbers that the steps of a list get when they are stored. */
export const stepNumbers = (draft: MacroDraft, list: StepList): number[] =>
  numbersOf(draft[list]);

/** What a draft would be as a stored macro. */
export const candidateOf = (draft: MacroDraft): Candidate => {
  const problems: FieldProblem[] = [];
  const listOf = (list: StepList): Record<string, unknown>[] => {
    const numbers = numbersOf(draft[list]);
    return draft[list].map((step, index) =>
      stepOf(step, numbers[index] ?? index + 1, `${list}[${index}].`, problems),
    );
  };
  const value = without({
    ...draft.stored,
    macro_id: draft.macro_id.trim(),
    macro_name: draft.macro_name.trim(),
    description: draft.description.trim(),
    guard: draft.guard === 'none' ? undefined : draft.guard,
    variables: objectOf(draft.variables, '', 'variables', problems) ?? {},
    steps: listOf('steps'),
    on_abort: listOf('on_abort'),
  });
  return { value, problems };
};
