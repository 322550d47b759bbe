import type { Execution, ExecutionSummary, Outcome } from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';

/** What this page knows of its own presses of one key. */
export interface OwnPress {
  held: boolean;
  /** Calls whose answers are still on the way. */
  waiting: number;
  /** The newest run of this key that was known when it was last pressed. */
  before: string | null;
  result: OwnResult | null;
}

export interface OwnResult {
  /** Null where nothing was asked or no answer came. */
  executionId: string | null;
  outcome: Outcome;
  reason: string;
  latencyMs: number | null;
  fault: Fault | null;
}

/** What a key shows of its last run. */
export interface KeyFace {
  outcome: Outcome | 'running' | null;
  /** Two or three words for the strip. */
  words: string;
  latencyMs: number | null;
  executionId: string | null;
  fault: Fault | null;
}

const BLANK: KeyFace = {
  outcome: null,
  words: '',
  latencyMs: null,
  executionId: null,
  fault: null,
};

/** The answer to an own press. */
export const resultOf = (execution: Execution): OwnResult => ({
  executionId: execution.execution_id,
  outcome: execution.outcome,
  reason: outcomeWords(execution.outcome, execution.error),
  latencyMs: execution.latency_ms,
  fault: execution.error,
});

const ofResult = (result: OwnResult): KeyFace => ({
  outcome: result.outcome,
  words: result.reason,
  latencyMs: result.latencyMs,
  executionId: result.executionId,
  fault: result.fault,
});

const ofRun = (run: ExecutionSummary): KeyFace => ({
  outcome: run.outcome ?? 'running',
  words: run.outcome === 'ok' ? 'ok' : run.reason,
  latencyMs: run.outcome === null ? null : run.latency_ms,
  executionId: run.execution_id,
  fault: null,
});

const isNewer = (run: ExecutionSummary, result: OwnResult, before: string | null): boolean =>
  result.executionId === null
    ? run.execution_id !== before
    : run.execution_id > result.executionId;

/**
 * The newest of what is known: the answer to this page's own press, or a run that the mirror shows, whoever began it.
 * From pressing until one of them says more, the last run's outcome is no longer shown.
 */
export const keyFace = (
  run: ExecutionSummary | undefined,
  press: OwnPress | undefined,
): KeyFace => {
  const news = run && run.execution_id !== press?.before ? run : undefined;
  if (press?.result) {
    const { result, before } = press;
    return run && isNewer(run, result, before) ? ofRun(run) : ofResult(result);
  }
  if (press && (press.held || press.waiting > 0)) {
    if (news) return ofRun(news);
    return press.held ? BLANK : { ...BLANK, outcome: 'running', words: 'running' };
  }
  return run ? ofRun(run) : BLANK;
};

/** Outcomes that a person may want explained. */
export const isBad = (outcome: KeyFace['outcome']): boolean =>
  outcome === 'failed' || outcome === 'unknown' || outcome === 'refused';
