import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { placeId } from '../../state/place.ts';

const subjectOf = ({ intent_name, key }: ExecutionSummary): string =>
  intent_name ?? (key ? `key ${placeId(key)}` : '');

export interface NeighbourRuns {
  earlier: string | null;
  later: string | null;
}

/** The runs of the same intent, or of the same key, just before and just after one. */
export const neighbourRuns = (
  newestFirst: readonly ExecutionSummary[],
  id: string | null,
): NeighbourRuns => {
  const here = newestFirst.find(({ execution_id }) => execution_id === id);
  if (!here) return { earlier: null, later: null };
  const same = newestFirst.filter((run) => subjectOf(run) === subjectOf(here));
  const at = same.indexOf(here);
  return {
    earlier: same[at + 1]?.execution_id ?? null,
    later: same[at - 1]?.execution_id ?? null,
  };
};
