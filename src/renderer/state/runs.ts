import type { ExecutionSummary } from '#shared/contract/execution.ts';
import type { MacroProgress } from '#shared/contract/macro.ts';
import { useMirror } from './mirror-store.ts';
import { placeId } from './place.ts';

type Records = Record<string, ExecutionSummary>;
type MacroRuns = Record<string, MacroProgress>;

export interface Runs {
  newestFirst: ExecutionSummary[];
  /** The newest of each key, by place id. */
  byPlace: ReadonlyMap<string, ExecutionSummary>;
  byIntent: ReadonlyMap<string, ExecutionSummary>;
  byMacro: ReadonlyMap<string, ExecutionSummary>;
}

/** The macro of a run: its line has it once it has ended, the macros that run before that. */
export const macroIdOf = (run: ExecutionSummary, macroRuns: MacroRuns): string | null =>
  run.macro_id ?? macroRuns[run.execution_id]?.macro_id ?? null;

const GUARDS: ReadonlySet<string | undefined> = new Set(['armed', 'confirm', 'not_held']);

/** A press that its guard, or a bouncing finger, kept from being one: no outcome for a key to show. */
export const isHalfPress = ({ refusal }: ExecutionSummary): boolean =>
  GUARDS.has(refusal) || refusal === 'bounce';

/** Ids are ULIDs: their order is the order in which the runs began. */
export const indexRuns = (records: Records): Runs => {
  const newestFirst = Object.values(records).sort((a, b) =>
    a.execution_id < b.execution_id ? 1 : -1,
  );
  const byPlace = new Map<string, ExecutionSummary>();
  const byIntent = new Map<string, ExecutionSummary>();
  const byMacro = new Map<string, ExecutionSummary>();
  for (const run of newestFirst) {
    // What ran on the simulators is no outcome of a key either.
    if (isHalfPress(run) || run.simulated) continue;
    const place = run.key && placeId(run.key);
    if (place !== null && !byPlace.has(place)) byPlace.set(place, run);
    if (run.intent_name !== null && !byIntent.has(run.intent_name))
      byIntent.set(run.intent_name, run);
    if (run.macro_id !== undefined && !byMacro.has(run.macro_id))
      byMacro.set(run.macro_id, run);
  }
  return { newestFirst, byPlace, byIntent, byMacro };
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

/** What a key did last: by its own place, or by its intent or macro wherever that was fired from. */
export const latestRun = (
  runs: Runs,
  place: string,
  intentName: string | null,
  macroId: string | null,
): ExecutionSummary | undefined =>
  [
    runs.byPlace.get(place),
    intentName === null ? undefined : runs.byIntent.get(intentName),
    macroId === null ? undefined : runs.byMacro.get(macroId),
  ].reduce(newer, undefined);

export const useLatestRun = (
  place: string,
  intentName: string | null,
  macroId: string | null,
): ExecutionSummary | undefined =>
  useMirror(({ executions }) => latestRun(runsOf(executions), place, intentName, macroId));
