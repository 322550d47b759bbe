import type { ButtonChange } from '#shared/contract/button-state.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type {
  ActionTrace,
  Execution,
  KeyPhase,
  KeyPlace,
  Origin,
  Outcome,
} from '#shared/contract/execution.ts';
import { isoOf } from '../clock.ts';

/** An execution while it runs. Times are on the monotonic clock, in milliseconds. */
export interface Run {
  readonly id: string;
  readonly origin: Origin;
  /** Set once a key has said which intent it stands for. */
  intentName: string | null;
  readonly key: (KeyPlace & { phase: KeyPhase }) | null;
  readonly context: Readonly<Record<string, unknown>>;
  readonly dryRun: boolean;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly started: number;
  readonly signal: AbortSignal;
  /** Unties it from its caller. */
  readonly forget?: (() => void) | undefined;
  /** Set once the config is known. */
  deadline: number;
  /** True once it has its outcome. */
  ended: boolean;
  readonly trace: ActionTrace[];
  readonly buttons: { device_id: string; button_id: string; change: ButtonChange }[];
}

/** What a run came to. */
export interface Verdict {
  outcome: Outcome;
  fault: Fault | null;
  config: BridgeConfig;
  metadata?: Record<string, unknown>;
  /** Nothing was asked of any device: no entry is written. */
  silent?: boolean;
}

/** Milliseconds to the microsecond: what the clock can tell. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;

const isSuccess = (outcome: Outcome): boolean => outcome === 'ok' || outcome === 'sent';

/** The finished execution, as it is answered, listed and audited. */
export const finishedExecution = (run: Run, verdict: Verdict, ended: number): Execution => {
  let attempts = 0;
  let executed = 0;
  for (const action of run.trace) {
    attempts += action.attempts;
    if (isSuccess(action.outcome) && !run.dryRun) executed += 1;
  }
  return {
    success: isSuccess(verdict.outcome),
    intent_name: run.intentName,
    actions_executed: executed,
    latency_ms: roundMs(ended - run.started),
    error: verdict.fault,
    metadata: verdict.metadata ?? {},
    execution_id: run.id,
    origin: run.origin,
    key: run.key,
    started_at: isoOf(run.startedAtMs),
    outcome: verdict.outcome,
    attempts,
    dry_run: run.dryRun,
    trace: run.trace,
  };
};
