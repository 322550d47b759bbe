import type { MacroReport } from '#shared/contract/execution.ts';
import type { MacroProgress } from '#shared/contract/macro.ts';

export interface StepCount {
  /** Steps that have ended. */
  done: number;
  total: number;
}

/** The macro's own steps: those of nested macros and of rounds (`3.2`) belong to theirs. */
export const stepCount = ({ steps }: Pick<MacroReport, 'steps'>): StepCount => {
  const own = steps.filter(({ step }) => !step.includes('.'));
  return { done: own.filter(({ state }) => state === 'done').length, total: own.length };
};

/** `step 3 of 7`, counting the one under way. */
export const progressWords = ({
  state,
  report,
}: Pick<MacroProgress, 'state' | 'report'>): string => {
  if (state === 'cancelling') return 'cancelling';
  const { done, total } = stepCount(report);
  if (total === 0) return 'starting';
  if (state === 'paused') return `paused ${done} of ${total}`;
  return `step ${Math.min(done + 1, total)} of ${total}`;
};

/** The newest run of a macro among those that go on; those on the simulators move nothing. */
export const newestRunOf = (
  runs: Record<string, MacroProgress>,
  macroId: string | null,
): MacroProgress | undefined =>
  Object.values(runs)
    .filter(({ macro_id, simulated }) => macro_id === macroId && !simulated)
    .reduce<MacroProgress | undefined>(
      (newest, run) => (newest && newest.execution_id > run.execution_id ? newest : run),
      undefined,
    );
