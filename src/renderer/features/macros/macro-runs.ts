import { useMemo, useState } from 'react';
import type { MacroProgress } from '#shared/contract/macro.ts';
import { useExecution } from '../../link/use-execution.ts';
import { useExecutions, useMacroRuns } from '../../state/mirror-store.ts';
import { useRuns } from '../../state/runs.ts';
import { linesOf, ofExecution, ofProgress, type RunLine, type ShownRun } from './run-lines.ts';

export const useRunLines = (macroId: string): RunLine[] => {
  const live = useMacroRuns();
  const { newestFirst } = useRuns();
  return useMemo(() => linesOf(macroId, live, newestFirst), [macroId, live, newestFirst]);
};

/** One run with its steps: live from the mirror, or, once it has ended, from its record. */
export const useShownRun = (id: string | null): ShownRun | null => {
  const runs = useMacroRuns();
  const live = id === null ? undefined : runs[id];
  // Between the end of a run and the arrival of its record its last progress stands.
  const [last, setLast] = useState<MacroProgress | null>(null);
  if (live && live !== last) setLast(live);
  const { execution } = useExecution(live ? null : id);
  const outcome = useExecutions()[id ?? '']?.outcome ?? null;
  const { execution_id } = last ?? {};
  return useMemo<ShownRun | null>(() => {
    if (live) return ofProgress(live);
    if (execution) return ofExecution(execution);
    if (!last || execution_id !== id) return null;
    return { ...ofProgress(last), state: 'ended', outcome };
  }, [live, execution, last, execution_id, id, outcome]);
};
