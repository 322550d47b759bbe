import { VariableExportSchema, type Variable } from '#shared/contract/variables.ts';
import { isPrototypeKey } from '#shared/domain/json-values.ts';
import { definitionProblem, judgeValue, type Matcher } from '#shared/domain/variable-values.ts';
import type { Change, Stored } from './variable-shelf.ts';

export type Imported =
  | { ok: true; variables: Variable[] }
  | { ok: false; failures: Map<string, string> };

const refused = (name: string, problem: string): Imported => ({
  ok: false,
  failures: new Map([[name, problem]]),
});

/** The variables of an export, each judged as if it were registered; they say where they came from and when. */
export const importedVariables = (
  exported: unknown,
  matches: Matcher,
  now: string,
): Imported => {
  const parsed = VariableExportSchema.safeParse(exported);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused('export', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { variables, metadata } = parsed.data;
  const failures = new Map<string, string>();
  const sound = new Map<string, Variable>();
  for (const [id, variable] of Object.entries(variables)) {
    const { name } = variable;
    const judged = judgeValue(variable, variable.value, matches);
    const problem =
      (id === variable.id
        ? null
        : `${name} stands under the id ${id}, and has ${variable.id}.`) ??
      (isPrototypeKey(name) ? `${name} is no name for a variable.` : null) ??
      (sound.has(name) ? `${name} is there twice.` : null) ??
      definitionProblem(variable) ??
      (judged.ok ? null : judged.message);
    if (problem !== null || !judged.ok) {
      failures.set(name, problem ?? 'It can not be kept.');
      continue;
    }
    sound.set(name, {
      ...variable,
      value: judged.value,
      metadata: {
        ...variable.metadata,
        migrated_from: metadata.backend ?? 'unknown',
        migrated_at: now,
      },
    });
  }
  return failures.size > 0
    ? { ok: false, failures }
    : { ok: true, variables: [...sound.values()] };
};

/** Whether what stands there may be written over by what is imported under its name. */
export type GivesWay = (standing: Variable, after: Variable) => boolean;

/** The changes that an import comes to beside what stands there (by name and by id), and what is in its way. */
export const importPlaces = (
  variables: readonly Variable[],
  found: ReadonlyMap<string, Stored>,
  givesWay: GivesWay,
): { changes: Change[]; taken: Map<string, string> } => {
  const changes: Change[] = [];
  const taken = new Map<string, string>();
  for (const after of variables) {
    const { name, id } = after;
    const before = found.get(name) ?? null;
    if (before && !givesWay(before.variable, after))
      taken.set(name, `There is a variable ${name} already.`);
    else if (!before && found.has(id))
      taken.set(name, `Its id ${id} is taken by another variable.`);
    else changes.push({ name, before, after });
  }
  return { changes, taken };
};
