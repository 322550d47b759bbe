import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, Outcome } from '#shared/contract/execution.ts';
import type { Macro, MacroStep } from '#shared/contract/macro.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { ExecuteRequest, MacroRequest } from '../engine.ts';
import type { Mirror } from '../mirror.ts';
import type { Run } from '../run.ts';
import type { SessionValues } from '../session-values.ts';
import type { Beat, Pace } from './beat.ts';
import type { NestedMacros } from './nested-macros.ts';
import type { PauseGate } from './pause-gate.ts';
import type { StepBoard, StepRow } from './step-board.ts';

/** What all steps of one run share. */
export interface Stage {
  readonly run: Run;
  readonly request: MacroRequest;
  readonly config: BridgeConfig;
  readonly nested: NestedMacros;
  readonly store: Store;
  readonly session: SessionValues;
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace: Pace;
  readonly board: StepBoard;
  /** The one door. */
  readonly fire: (request: ExecuteRequest) => Promise<Execution>;
  /** Told as each step begins. */
  readonly reached: (step: string) => void;
  /** Aborts with panic and shutdown: then not even the steps of an abort run. */
  readonly final: AbortSignal;
  /** What was asked of the door, for a dry run. */
  readonly children: { step: string; execution: Execution }[];
}

/** How steps run: what ends their waits, what ends their sends, what holds them. */
export interface Lane {
  readonly waits: AbortSignal;
  readonly sends: AbortSignal;
  readonly gate: PauseGate | null;
  /** Goes on whatever fails: a dry run shows all, and an abort does all that it can. */
  readonly throughout: boolean;
  /** Its first steps are part of one that was let go already: they don't wait once more. */
  readonly entered?: boolean;
}

/** A step in its place: the macro it belongs to, its line in the report, and the values that were handed down to it. */
export interface Entry {
  readonly step: MacroStep;
  readonly row: StepRow;
  readonly macro: Macro;
  /** The request's context, and the items and variables of what stands around it: they win over the macro's own. */
  readonly given: Readonly<Record<string, unknown>>;
}

export interface StepEnd {
  outcome: Outcome;
  fault: Fault | null;
  beat: Beat;
}

export type PerformStep = (
  stage: Stage,
  entry: Entry,
  lane: Lane,
  dueMs: number,
) => Promise<StepEnd>;
