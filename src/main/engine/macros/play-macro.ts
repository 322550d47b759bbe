import type { Macro, MacroStep } from '#shared/contract/macro.ts';
import { beatAt, type Beat } from './beat.ts';
import { stepEntries } from './entries.ts';
import { linkedAbort } from './linked-abort.ts';
import { Sequence, type SequenceEnd } from './sequence.ts';
import type { Entry, Lane, PerformStep, Stage } from './stage.ts';
import type { StepRow } from './step-board.ts';

/** What the steps of an abort may take, however much they ask for. */
const ABORT_MOST_MS = 60_000;

interface Part {
  macro: Macro;
  /** Those that are to run, of the macro's own. */
  steps: readonly MacroStep[];
  given: Entry['given'];
  /** The step that it is; null for the whole run. */
  above: StepRow | null;
}

const allowedMs = (steps: readonly MacroStep[]): number => {
  const asked = steps.reduce(
    (sum, { delay_ms, timeout_ms, retry_count }) =>
      sum + delay_ms + timeout_ms * (1 + retry_count),
    0,
  );
  return Math.min(asked, ABORT_MOST_MS);
};

/** The steps of an abort, in a time of their own: what they are to undo was cut off already. */
const playAbort = async (stage: Stage, { macro, given, above }: Part, perform: PerformStep) => {
  const { board, clock, pace } = stage;
  const prefix = above ? `${above.report.step}.abort.` : 'abort.';
  const entries = stepEntries(board, above, prefix, macro, macro.on_abort, given);
  const end = linkedAbort(stage.final);
  const done = new AbortController();
  clock.sleep(allowedMs(macro.on_abort), done.signal).then(
    () => end.abort(new Error('timeout')),
    () => undefined,
  );
  const lane: Lane = { waits: end.signal, sends: end.signal, gate: null, throughout: true };
  try {
    return await new Sequence(stage, lane, perform).run(entries, beatAt(pace.at(0)));
  } finally {
    done.abort();
    end.letGo();
  }
};

/** Runs a macro, or a part of it, to its end; where it aborts or is cancelled its `on_abort` follows. */
export const playMacro = async (
  stage: Stage,
  part: Part,
  lane: Lane,
  from: Beat,
  perform: PerformStep,
): Promise<SequenceEnd> => {
  const { macro, steps, given, above } = part;
  const prefix = above ? `${above.report.step}.` : '';
  const entries = stepEntries(stage.board, above, prefix, macro, steps, given);
  const end = await new Sequence(stage, lane, perform).run(entries, from);
  const aborted = end.stopped || end.outcome === 'cancelled';
  const began = entries.some(({ row }) => row.report.state !== 'waiting');
  if (!aborted || !began || macro.on_abort.length === 0) return end;
  if (stage.run.dryRun || stage.final.aborted) return end;
  const { beat } = await playAbort(stage, part, perform);
  return { ...end, beat };
};
