import { useCallback, useState } from 'react';
import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import type { Variable } from '#shared/contract/variables.ts';
import { recall, remember } from '../../state/remembered.ts';
import { variableText, variableValue } from './variable-input.ts';
import { setVariable } from './variable-writes.ts';

const DraftSchema = z.object({
  name: z.string(),
  text: z.string(),
  /** The version of the variable when it was begun. */
  version: z.int(),
});
export type VariableEditDraft = z.infer<typeof DraftSchema>;

const keyOf = (session: string): string => `draft.variable.${session}`;

/** The one variable that is being edited. What was typed outlives the page. */
export const useVariableEdit = (session: string) => {
  const [draft, setDraft] = useState(() => recall(keyOf(session), DraftSchema));
  const [problem, setProblem] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const keep = useCallback(
    (next: VariableEditDraft | null): void => {
      remember(keyOf(session), next);
      setDraft(next);
      setProblem(null);
      setFault(null);
    },
    [session],
  );
  const begin = (variable: Variable): void =>
    keep({
      name: variable.name,
      text: variableText(variable),
      version: variable.version,
    });
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
    else keep(null);
    return failed === null;
  };
  return { draft, problem, fault, isBusy, begin, change: keep, set, drop: () => keep(null) };
};

export type VariableEditing = ReturnType<typeof useVariableEdit>;
