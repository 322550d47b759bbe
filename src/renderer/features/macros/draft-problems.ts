import { z } from 'zod';
import { MacroSchema, type Macro } from '#shared/contract/macro.ts';
import { macroProblems } from '#shared/domain/macro-problems.ts';
import { candidateOf, type FieldProblem } from './draft-candidate.ts';
import type { MacroDraft } from './draft.ts';

/** What to type, where a schema's own words are about types. */
const WORDS: Record<string, string> = {
  macro_name: 'Give it a name.',
  timeout_ms: 'A whole number of milliseconds from 1 to 3 600 000.',
  delay_ms: 'Milliseconds from 0 to 3 600 000.',
  retry_count: 'A whole number from 0 to 100.',
  parallel: 'At most 40 characters.',
  items: 'A list of at most 1 000 items, or the name of a variable.',
};

const last = (field: string): string => /[^.]*$/.exec(field)?.[0] ?? field;

const ownWords = (message: string): boolean => !/^(Invalid|Too|Unrecognized)\b/.test(message);

const nameOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, '');

const problemOf = (issue: z.core.$ZodIssue): FieldProblem => {
  const field = nameOf(issue.path);
  const words = WORDS[last(field)];
  return {
    field,
    message: ownWords(issue.message) ? issue.message : (words ?? issue.message),
  };
};

export interface Checked {
  /** What can be stored; null while something has to be corrected. */
  macro: Macro | null;
  problems: FieldProblem[];
}

type Rules = Parameters<typeof macroProblems>[1];

/** Judges a draft by the schema and the rules that the engine uses. */
export const checkDraft = (draft: MacroDraft, rules: Rules): Checked => {
  const { value, problems } = candidateOf(draft);
  const result = MacroSchema.safeParse(value);
  const found = result.success
    ? macroProblems(result.data, rules)
    : result.error.issues.map(problemOf);
  const all = [...problems, ...found];
  return { macro: result.success && all.length === 0 ? result.data : null, problems: all };
};

/** The fields that the engine refused, of a fault that names them. */
export const refusedFields = (details: Record<string, unknown>): FieldProblem[] => {
  const fields = z
    .array(z.object({ field: z.string(), message: z.string() }))
    .safeParse(details['fields']);
  return fields.success ? fields.data : [];
};

/** What is wrong at a field or inside it: `steps[0].for_each` covers `steps[0].for_each.as`. */
export const problemAt = (problems: readonly FieldProblem[], field: string): string | null =>
  problems.find(
    (each) =>
      each.field === field ||
      each.field.startsWith(`${field}.`) ||
      each.field.startsWith(`${field}[`),
  )?.message ?? null;
