import type { ExecutionSummary } from '#shared/contract/execution.ts';

export type RunFilter = 'failed' | 'unknown' | null;

/** The lines that a filter leaves. */
export const filterRuns = (runs: ExecutionSummary[], filter: RunFilter): ExecutionSummary[] =>
  filter === null ? runs : runs.filter(({ outcome }) => outcome === filter);

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
