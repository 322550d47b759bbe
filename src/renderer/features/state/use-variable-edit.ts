import { useCallback, useState } from 'react';
import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import type { Variable } from '#shared/contract/variables.ts';
import { useKeptDraft } from './use-kept-draft.ts';
import { variableText, variableValue } from './variable-input.ts';
import { setVariable } from './variable-writes.ts';

const DraftSchema = z.object({
  name: z.string(),
  text: z.string(),
  /** What stood in the field at first. */
  base: z.string().default(''),
  /** The version of the variable when it was begun. */
  version: z.int(),
});
export type VariableEditDraft = z.infer<typeof DraftSchema>;

const typedFor = ({ name, text, base }: VariableEditDraft): string | null =>
  text === base ? null : name;

/** The one variable that is being edited. */
export const useVariableEdit = (session: string) => {
  const drafts = useKeptDraft(`draft.variable.${session}`, DraftSchema, typedFor);
  const { draft, keep, begin: beginDraft } = drafts;
  const [problem, setProblem] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const forgive = useCallback((): void => {
    setProblem(null);
    setFault(null);
  }, []);
  const begin = useCallback(
    (variable: Variable): void => {
      const text = variableText(variable);
      forgive();
      beginDraft({ name: variable.name, text, base: text, version: variable.version });
    },
    [beginDraft, forgive],
  );
  const change = (next: VariableEditDraft | null): void => {
    forgive();
    keep(next);
  };
  /** True where it is set. */
  const set = async (variable: Variable): Promise<boolean> => {
    if (draft === null || isBusy) return false;
    const typed = variableValue(variable, draft.text);
    setProblem(typed.ok ? null : typed.message);
    if (!typed.ok) return false;
    setIsBusy(true);
    const failed = await setVariable(session, variable, typed.value);
    setIsBusy(false);
    if (failed) setFault(failed);
    else change(null);
    return failed === null;
  };
  return { draft, problem, fault, isBusy, begin, change, set, drop: () => change(null) };
};

export type VariableEditing = ReturnType<typeof useVariableEdit>;
