import type { ButtonChange } from '#shared/contract/button-state.ts';
import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type {
  ActionTrace,
  Execution,
  KeyPhase,
  KeyPlace,
  MacroReport,
  Origin,
  Outcome,
  TraceStep,
} from '#shared/contract/execution.ts';
import { isoOf } from '../clock.ts';

/** An execution while it runs. Times are on the monotonic clock, in milliseconds. */
export interface Run {
  readonly id: string;
  readonly origin: Origin;
  /** Who began it all: a macro's steps are its starter's doing. */
  readonly startedBy: Origin;
  /** Set for a run of a macro. */
  macroId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Set once a key has said which intent it stands for. */
  intentName: string | null;
  readonly key: (KeyPlace & { phase: KeyPhase }) | null;
  readonly context: Readonly<Record<string, unknown>>;
  readonly dryRun: boolean;
  /** All of it goes to the simulators. */
  readonly simulate: boolean;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly started: number;
  /** Ends with the caller's signal, by cancel, panic or shutdown: the reason's message says which. */
  readonly signal: AbortSignal;
  readonly cancel: (reason: Error) => void;
  /** Set once the config is known. */
  deadline: number;
  /** Its caller set the time limit: then nothing may take longer. */
  limited: boolean;
  /** A command that waits past this is not sent. */
  expiresAt: number;
  priority: number;
  /** How long a finger held the key before it counted: no part of the latency. */
  heldMs: number;
  /** Sends under way. */
  sending: number;
  retries: number;
  /** It lets go of a key that a DOWN went out for: nothing may keep that from the device. */
  lettingGo: boolean;
  /** True once it has its outcome. */
  ended: boolean;
  readonly versions: Record<string, string>;
  /** What passed before the first action. */
  readonly steps: TraceStep[];
  readonly trace: ActionTrace[];
  readonly buttons: { device_id: string; button_id: string; change: ButtonChange }[];
}

/** What a run came to. */
export interface Judgement {
  outcome: Outcome;
  fault: Fault | null;
  metadata?: Record<string, unknown>;
  macro?: MacroReport;
  /** Nothing was asked of any device: no entry is written. */
  silent?: boolean;
}

export interface Verdict extends Judgement {
  config: BridgeConfig;
}

/** Milliseconds to the microsecond: what the clock can tell. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;

export const stepOf = (
  run: Run,
  name: TraceStep['step'],
  from: number,
  to: number,
  note?: string,
): TraceStep => {
  const step: TraceStep = {
    step: name,
    at_ms: roundMs(from - run.started),
    took_ms: roundMs(to - from),
  };
  if (note !== undefined) step.note = note;
  return step;
};

export const isSuccess = (outcome: Outcome): boolean => outcome === 'ok' || outcome === 'sent';

/** The finished execution, as it is answered, listed and audited. */
export const finishedExecution = (run: Run, verdict: Verdict, ended: number): Execution => {
  let attempts = 0;
  let executed = 0;
  for (const action of run.trace) {
    attempts += action.attempts;
    if (isSuccess(action.outcome) && !run.dryRun) executed += 1;
  }
  const execution: Execution = {
    success: isSuccess(verdict.outcome),
    intent_name: run.intentName,
    actions_executed: executed,
    latency_ms: roundMs(ended - run.started - run.heldMs),
    error: verdict.fault,
    metadata: verdict.metadata ?? {},
    execution_id: run.id,
    origin: run.origin,
    key: run.key,
    started_at: isoOf(run.startedAtMs),
    outcome: verdict.outcome,
    attempts,
    dry_run: run.dryRun,
    versions: run.versions,
    trace: run.trace,
  };
  if (run.parentId !== undefined) execution.parent_id = run.parentId;
  if (run.sessionId !== undefined) execution.session_id = run.sessionId;
  if (run.simulate) execution.simulated = true;
  // A macro's steps get its variables: those stand in the macro.
  const isAsked = run.parentId === undefined && Object.keys(run.context).length > 0;
  if (isAsked) execution.context = { ...run.context };
  if (verdict.macro) execution.macro = verdict.macro;
  if (run.steps.length > 0) execution.steps = run.steps;
  return execution;
};
