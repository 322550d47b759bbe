import type { Fault } from '#shared/contract/errors.ts';
import type { MacroReport, Outcome, StepReport } from '#shared/contract/execution.ts';
import { roundMs } from '../run.ts';

const EXECUTED: ReadonlySet<Outcome | null> = new Set<Outcome>([
  'ok',
  'sent',
  'failed',
  'unknown',
  'expired',
  'refused',
]);

const isFailed = (outcome: Outcome | null): boolean =>
  EXECUTED.has(outcome) && outcome !== 'ok' && outcome !== 'sent';

/** One line of the report. Its rounds or nested steps stand below it. */
export class StepRow {
  readonly below: StepRow[] = [];
  readonly #changed: () => void;
  #report: StepReport;
  constructor(step: string, name: string, changed: () => void) {
    this.#changed = changed;
    this.#report = {
      step,
      name,
      state: 'waiting',
      outcome: null,
      attempts: 0,
      at_ms: null,
      took_ms: null,
      execution_id: null,
      error: null,
    };
  }

  get report(): StepReport {
    return this.#report;
  }

  begin(atMs: number): void {
    this.#set({ state: 'running', at_ms: roundMs(atMs) });
  }

  tried(executionId: string | null = null): void {
    const { attempts, execution_id } = this.#report;
    this.#set({ attempts: attempts + 1, execution_id: executionId ?? execution_id });
  }

  end(outcome: Outcome, error: Fault | null, endedMs: number): void {
    const tookMs = endedMs - (this.#report.at_ms ?? endedMs);
    this.#set({ state: 'done', outcome, error, took_ms: roundMs(Math.max(0, tookMs)) });
  }

  // A fresh object each time: a reader of the mirror may still hold the former one.
  #set(change: Partial<StepReport>): void {
    this.#report = { ...this.#report, ...change };
    this.#changed();
  }
}

/** What has become of each step, in the order in which they stand. */
export class StepBoard {
  readonly macroId: string;
  readonly #maxRows: number;
  readonly #changed: () => void;
  readonly #top: StepRow[] = [];
  #rows = 0;
  constructor(macroId: string, maxRows: number, changed: () => void) {
    this.macroId = macroId;
    this.#maxRows = maxRows;
    this.#changed = changed;
  }

  /** Whether so many more steps may be run. */
  hasRoom(rows: number): boolean {
    return this.#rows + rows <= this.#maxRows;
  }

  /** A line below another one, or at the top. */
  add(above: StepRow | null, step: string, name: string): StepRow {
    const row = new StepRow(step, name, this.#changed);
    (above?.below ?? this.#top).push(row);
    this.#rows += 1;
    return row;
  }

  /** Takes the lines below one away: they are run once more. */
  clearBelow(row: StepRow): void {
    for (const gone of row.below) this.clearBelow(gone);
    this.#rows -= row.below.length;
    row.below.length = 0;
  }

  /** The step that runs and began last, else the last one that ended; null where none began. */
  reached(): string | null {
    const begun = this.#leaves().filter(({ state }) => state !== 'waiting');
    const running = begun.filter(({ state }) => state === 'running');
    return (running.at(-1) ?? begun.at(-1))?.step ?? null;
  }

  report(): MacroReport {
    const leaves = this.#leaves();
    return {
      macro_id: this.macroId,
      steps_executed: leaves.filter(({ outcome }) => EXECUTED.has(outcome)).length,
      steps_failed: leaves.filter(({ outcome }) => isFailed(outcome)).length,
      steps: flattened(this.#top).map((row) => row.report),
    };
  }

  #leaves(): StepReport[] {
    return flattened(this.#top).flatMap((row) => (row.below.length === 0 ? row.report : []));
  }
}

const flattened = (rows: readonly StepRow[]): StepRow[] => {
  const flat: StepRow[] = [];
  for (const row of rows) {
    flat.push(row);
    if (row.below.length > 0) flat.push(...flattened(row.below));
  }
  return flat;
};
