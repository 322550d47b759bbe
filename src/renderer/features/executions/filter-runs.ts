import type { ExecutionSummary, Outcome } from '#shared/contract/execution.ts';

/** An outcome, or `running`; null shows all. */
export type RunFilter = Outcome | 'running' | null;

export const filterOf = ({ outcome }: ExecutionSummary): Exclude<RunFilter, null> =>
  outcome ?? 'running';

/** The lines that a filter leaves. */
export const filterRuns = (runs: ExecutionSummary[], filter: RunFilter): ExecutionSummary[] =>
  filter === null ? runs : runs.filter((run) => filterOf(run) === filter);

/** What one looks for first comes first. */
const ORDER = [
  'failed',
  'unknown',
  'running',
  'refused',
  'expired',
  'cancelled',
  'skipped',
  'sent',
  'ok',
] as const satisfies RunFilter[];

export interface OutcomeCount {
  outcome: Exclude<RunFilter, null>;
  count: number;
}

/** How many runs there are of each outcome; those of which there are none are left out, but for the chosen one. */
export const outcomeCounts = (runs: ExecutionSummary[], chosen: RunFilter): OutcomeCount[] => {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(filterOf(run), (counts.get(filterOf(run)) ?? 0) + 1);
  return ORDER.map((outcome) => ({ outcome, count: counts.get(outcome) ?? 0 })).filter(
    ({ outcome, count }) => count > 0 || outcome === chosen,
  );
};

/** The line that a key of the keyboard leads to from the selected one; none selected is before the first. */
export const stepRun = (
  runs: readonly { execution_id: string }[],
  selected: string | null,
  key: string,
): string | null => {
  const at = runs.findIndex(({ execution_id }) => execution_id === selected);
  const last = runs.length - 1;
  const to: Record<string, number> = {
    ArrowDown: Math.min(last, at + 1),
    ArrowUp: Math.max(0, at - 1),
    PageDown: Math.min(last, at + 10),
    PageUp: Math.max(0, at - 10),
    Home: 0,
    End: last,
  };
  const index = to[key];
  return index === undefined ? null : (runs[index]?.execution_id ?? null);
};
