import type { Fault } from '#shared/contract/errors.ts';
import type { Execution, MacroReport, Outcome } from '#shared/contract/execution.ts';
import type { Macro } from '#shared/contract/macro.ts';
import type { SequenceEnd } from './sequence.ts';
import type { Stage } from './stage.ts';
import type { StepBoard } from './step-board.ts';

/** What a macro came to. */
export interface MacroEnd {
  outcome: Outcome;
  fault: Fault | null;
  report: MacroReport;
  /** For a dry run: the executions of its steps, whose traces show every command. */
  children: Execution[];
  /**
   * The seed's fields; where a condition kept all of it out: `condition`. For a dry run: `expected_ms`, how long it would take by its
   * delays, and `step_actions`, which step each of the children's actions belongs to, in their order. `step_through` where
   * somebody let each step go.
   */
  metadata: Record<string, unknown>;
}

/** What was skipped has no fault: the clause that did not hold is told apart, as an intent's is. */
export const ended = (
  { outcome, fault }: SequenceEnd,
  board: StepBoard,
  children: Stage['children'] = [],
  more: Record<string, unknown> = {},
): MacroEnd => {
  const report = board.report();
  const skipped = outcome === 'skipped';
  const metadata = {
    macro_id: report.macro_id,
    steps_completed: report.steps_executed,
    steps_failed: report.steps_failed,
    ...more,
    ...(skipped && fault ? { condition: fault.details['clause'] } : {}),
  };
  const executions = children.map(({ execution }) => execution);
  return { outcome, fault: skipped ? null : fault, report, children: executions, metadata };
};

/** Refused as it stands or as it was asked for: nothing was sent. */
export const unstarted = (macro: Macro, outcome: Outcome, fault: Fault): MacroEnd => ({
  outcome,
  fault,
  report: { macro_id: macro.macro_id, steps_executed: 0, steps_failed: 0, steps: [] },
  children: [],
  metadata: {},
});
