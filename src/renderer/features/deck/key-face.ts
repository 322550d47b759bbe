import type { Execution, ExecutionSummary, Outcome } from '#shared/contract/execution.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { guardAnswerOf, type GuardState } from './guard.ts';

/** What this page knows of its own presses of one key. */
export interface OwnPress {
  held: boolean;
  /** While its guard wants it held: for how many milliseconds in all. */
  holdMs: number | null;
  /** Calls whose answers are still on the way. */
  waiting: number;
  /** The newest run of this key that was known when it was last pressed. */
  before: string | null;
  result: OwnResult | null;
}

export interface OwnResult {
  /** Null where nothing was asked or no answer came. */
  executionId: string | null;
  /** Null once what its guard asked for was not given. */
  outcome: Outcome | GuardState | null;
  reason: string;
  latencyMs: number | null;
  /** How long an armed key stays armed, in milliseconds. */
  armedMs: number | null;
  fault: Fault | null;
}

/** What a key shows of its last run. */
export interface KeyFace {
  outcome: Outcome | GuardState | 'running' | null;
  /** Two or three words for the strip. */
  words: string;
  latencyMs: number | null;
  /** Milliseconds that its bar or ring takes; null where nothing moves. */
  movesMs: number | null;
  executionId: string | null;
  fault: Fault | null;
}

const BLANK: KeyFace = {
  outcome: null,
  words: '',
  latencyMs: null,
  movesMs: null,
  executionId: null,
  fault: null,
};

/** The answer to an own press. What a guard asks for is a state of the key and no fault. */
export const resultOf = ({
  execution_id: executionId,
  outcome,
  error,
  latency_ms: latencyMs,
}: Pick<Execution, 'execution_id' | 'outcome' | 'error' | 'latency_ms'>): OwnResult => {
  const guard = outcome === 'refused' ? guardAnswerOf(error) : null;
  if (guard)
    return {
      executionId,
      outcome: guard.state,
      reason: guard.words,
      latencyMs: null,
      armedMs: guard.state === 'armed' ? guard.showMs : null,
      fault: null,
    };
  return {
    executionId,
    outcome,
    reason: outcomeWords(outcome, error),
    latencyMs,
    armedMs: null,
    fault: error,
  };
};

const ofResult = (result: OwnResult): KeyFace => ({
  outcome: result.outcome,
  words: result.outcome === null ? '' : result.reason,
  latencyMs: result.latencyMs,
  movesMs: result.armedMs,
  executionId: result.executionId,
  fault: result.fault,
});

const ofRun = (run: ExecutionSummary): KeyFace => ({
  ...BLANK,
  outcome: run.outcome ?? 'running',
  words: run.outcome === 'ok' ? 'ok' : run.reason,
  latencyMs: run.outcome === null ? null : run.latency_ms,
  executionId: run.execution_id,
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
  // The engine lists a run while its guard waits, but what the operator has to do comes first.
  if (press?.held && press.holdMs !== null)
    return { ...BLANK, outcome: 'holding', words: 'keep holding', movesMs: press.holdMs };
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

/** What a person may want explained, or taken back. */
export const hasCard = (outcome: KeyFace['outcome']): boolean =>
  outcome === 'failed' ||
  outcome === 'unknown' ||
  outcome === 'refused' ||
  outcome === 'running';
