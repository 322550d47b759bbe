import type {
  Execution,
  ExecutionSummary,
  MacroReport,
  Outcome,
} from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { MacroProgress } from '#shared/contract/macro.ts';

/** A run of a macro as a line: one that goes on, or one that has ended. */
export interface RunLine {
  id: string;
  origin: string;
  started_at: string;
  /** Null while it runs. */
  outcome: Outcome | null;
  reason: string;
  latency_ms: number;
  /** It went to the simulators. */
  isSimulated: boolean;
}

/** A run with what became of each of its steps. */
export interface ShownRun {
  id: string;
  origin: string;
  state: MacroProgress['state'] | 'ended';
  outcome: Outcome | null;
  error: Fault | null;
  /** From beginning to end; null while it runs. */
  latency_ms: number | null;
  started_at: string;
  report: MacroReport;
  /** It goes, or went, to the simulators. */
  isSimulated: boolean;
  /** Somebody let each step go. */
  isStepThrough: boolean;
}

/** A guard that asks back has run nothing. */
const ASKS_BACK: ReadonlySet<string> = new Set(['armed', 'confirm', 'not_held']);

const liveLine = (run: MacroProgress): RunLine => ({
  id: run.execution_id,
  origin: run.origin,
  started_at: run.started_at,
  outcome: null,
  reason: run.state,
  latency_ms: 0,
  isSimulated: run.simulated === true,
});

const endedLine = (run: ExecutionSummary): RunLine => ({
  id: run.execution_id,
  origin: run.origin,
  started_at: run.started_at,
  outcome: run.outcome,
  reason: run.reason,
  latency_ms: run.latency_ms,
  isSimulated: run.simulated === true,
});

/** The runs of one macro that are known, newest first. */
export const linesOf = (
  macroId: string,
  live: Record<string, MacroProgress>,
  newestFirst: readonly ExecutionSummary[],
): RunLine[] => {
  const running = Object.values(live).filter((run) => run.macro_id === macroId);
  const known = new Set(running.map(({ execution_id }) => execution_id));
  const others = newestFirst.filter(
    ({ macro_id, execution_id, refusal }) =>
      macro_id === macroId && !known.has(execution_id) && !ASKS_BACK.has(refusal ?? ''),
  );
  return [...running.map(liveLine), ...others.map(endedLine)].sort((a, b) =>
    a.id < b.id ? 1 : -1,
  );
};

export const ofProgress = (run: MacroProgress): ShownRun => ({
  id: run.execution_id,
  origin: run.origin,
  state: run.state,
  outcome: null,
  error: null,
  latency_ms: null,
  started_at: run.started_at,
  report: run.report,
  isSimulated: run.simulated === true,
  isStepThrough: run.step_through === true,
});

/** Null where the execution is none of a macro. */
export const ofExecution = (execution: Execution): ShownRun | null =>
  execution.macro
    ? {
        id: execution.execution_id,
        origin: execution.origin,
        state: 'ended',
        outcome: execution.outcome,
        error: execution.error,
        latency_ms: execution.latency_ms,
        started_at: execution.started_at,
        report: execution.macro,
        isSimulated: execution.simulated === true,
        isStepThrough: execution.metadata['step_through'] === true,
      }
    : null;
