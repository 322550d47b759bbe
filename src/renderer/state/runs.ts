import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { useMirror } from './mirror-store.ts';
import { placeId } from './place.ts';

type Records = Record<string, ExecutionSummary>;

export interface Runs {
  newestFirst: ExecutionSummary[];
  /** The newest of each key, by place id. */
  byPlace: ReadonlyMap<string, ExecutionSummary>;
  byIntent: ReadonlyMap<string, ExecutionSummary>;
}

/** Ids are ULIDs: their order is the order in which the runs began. */
export const indexRuns = (records: Records): Runs => {
  const newestFirst = Object.values(records).sort((a, b) =>
    a.execution_id < b.execution_id ? 1 : -1,
  );
  const byPlace = new Map<string, ExecutionSummary>();
  const byIntent = new Map<string, ExecutionSummary>();
  for (const run of newestFirst) {
    const place = run.key && placeId(run.key);
    if (place !== null && !byPlace.has(place)) byPlace.set(place, run);
    if (run.intent_name !== null && !byIntent.has(run.intent_name))
      byIntent.set(run.intent_name, run);
  }
  return { newestFirst, byPlace, byIntent };
};

let indexed: { records: Records; runs: Runs } | null = null;

/** Indexed once per change of the slice, however many keys ask. */
export const runsOf = (records: Records): Runs => {
  if (indexed?.records !== records) indexed = { records, runs: indexRuns(records) };
  return indexed.runs;
};

const newer = (
  a: ExecutionSummary | undefined,
  b: ExecutionSummary | undefined,
): ExecutionSummary | undefined => {
  if (!a || !b) return a ?? b;
  return a.execution_id > b.execution_id ? a : b;
};

export const useRuns = (): Runs => useMirror(({ executions }) => runsOf(executions));

/** What a key did last: by its own place, or by its intent wherever that was fired from. */
export const latestRun = (
  runs: Runs,
  place: string,
  intentName: string | null,
): ExecutionSummary | undefined =>
  newer(
    runs.byPlace.get(place),
    intentName === null ? undefined : runs.byIntent.get(intentName),
  );

export const useLatestRun = (place: string, intentName: string | null) =>
  useMirror(({ executions }) => latestRun(runsOf(executions), place, intentName));
