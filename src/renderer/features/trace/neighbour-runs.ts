import type { Execution, ExecutionSummary, KeyPlace } from '#shared/contract/execution.ts';
import { placeId } from '../../state/place.ts';

/** A run as far as its place among its like goes. */
export interface RunLine {
  execution_id: string;
  intent_name: string | null;
  macro_id?: string | undefined;
  key: KeyPlace | null;
}

export interface NeighbourRuns {
  earlier: string | null;
  later: string | null;
}

/** One and the same for runs of the same intent, the same macro, or else the same key. */
const kinOf = ({ intent_name, macro_id, key }: RunLine): string => {
  if (intent_name !== null) return `intent ${intent_name}`;
  if (macro_id !== undefined) return `macro ${macro_id}`;
  return key ? `key ${placeId(key)}` : '';
};

export const lineOf = (execution: Execution): RunLine => ({
  execution_id: execution.execution_id,
  intent_name: execution.intent_name,
  macro_id: execution.macro?.macro_id,
  key: execution.key,
});

/** The runs of the same intent, macro or key just before and just after one. Ids are in the order of time. */
export const neighbourRuns = (
  newestFirst: readonly RunLine[],
  here: RunLine | undefined,
): NeighbourRuns => {
  if (!here) return { earlier: null, later: null };
  const kin = newestFirst.filter((run) => kinOf(run) === kinOf(here));
  const earlier = kin.find(({ execution_id }) => execution_id < here.execution_id);
  const later = kin.findLast(({ execution_id }) => execution_id > here.execution_id);
  return { earlier: earlier?.execution_id ?? null, later: later?.execution_id ?? null };
};

/** The live list, and behind it those that are older than what it still holds. */
export const withOlder = (
  live: readonly ExecutionSummary[],
  older: readonly RunLine[],
): readonly RunLine[] => {
  if (older.length === 0) return live;
  const known = new Set(live.map(({ execution_id }) => execution_id));
  return [...live, ...older.filter(({ execution_id }) => !known.has(execution_id))].toSorted(
    (a, b) => (a.execution_id < b.execution_id ? 1 : -1),
  );
};
