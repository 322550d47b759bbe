import type { Fault } from '#shared/contract/errors.ts';
import type { Outcome } from '#shared/contract/execution.ts';
import { nextBeat, type Beat } from './beat.ts';
import { linkedAbort, type LinkedAbort } from './linked-abort.ts';
import { atStep, cutShort } from './macro-faults.ts';
import type { Entry, Lane, PerformStep, Stage, StepEnd } from './stage.ts';

/** What steps in a row came to. `stopped`: one of them ended it. */
export interface SequenceEnd extends StepEnd {
  stopped: boolean;
}

const served = (outcome: Outcome): boolean => outcome === 'ok' || outcome === 'sent';

const later = (a: Beat, b: Beat): Beat => (b.ended > a.ended ? b : a);

/** Neighbours with the same group name stand together, each other step by itself. */
const grouped = (entries: readonly Entry[]): Entry[][] => {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const { parallel } = entry.step;
    const last = groups.at(-1);
    if (parallel != null && last?.[0]?.step.parallel === parallel) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
};

/** Steps in their order. Ends when all that began have ended, and begins nothing once one has stopped it. */
export class Sequence {
  readonly #stage: Stage;
  readonly #lane: Lane;
  readonly #perform: PerformStep;
  readonly #halt: LinkedAbort;
  readonly #ends: StepEnd[] = [];
  /** Steps that the next ones do not wait for. */
  readonly #beside: Promise<Beat>[] = [];
  #failed: { outcome: Outcome; fault: Fault } | null = null;
  #stopped = false;
  #entered: boolean;
  constructor(stage: Stage, lane: Lane, perform: PerformStep) {
    this.#stage = stage;
    this.#perform = perform;
    this.#halt = linkedAbort(lane.waits);
    this.#lane = { ...lane, waits: this.#halt.signal, entered: false };
    this.#entered = lane.entered === true;
  }

  async run(entries: readonly Entry[], from: Beat): Promise<SequenceEnd> {
    let beat = from;
    let last = from;
    try {
      for (const group of grouped(entries)) {
        if (this.#halt.signal.aborted) break;
        const former = beat;
        const starting = group.map((entry) => this.#start(entry, former));
        this.#entered = false;
        const beats = await Promise.all(starting);
        beat = beats.reduce((a, b) => later(a, b), former);
      }
      last = (await Promise.all(this.#beside)).reduce((a, b) => later(a, b), beat);
    } finally {
      this.#halt.letGo();
    }
    return { ...this.#verdict(entries.length), beat: last, stopped: this.#stopped };
  }

  /** The beat that the next step counts from. */
  async #start(entry: Entry, former: Beat): Promise<Beat> {
    const { pace } = this.#stage;
    const { waits, gate } = this.#lane;
    // Each round of a list keeps the step's delay by itself.
    const next = nextBeat(former, entry.step.for_each ? 0 : entry.step.delay_ms);
    let { due } = next;
    try {
      const steps = gate?.isSingle === true;
      if (!steps) await pace.until(next.start, waits);
      if (gate?.isShut && !(steps && this.#entered)) {
        await gate.passed(waits);
        due = pace.at(due);
      }
    } catch (error) {
      if (waits.aborted) return former;
      throw error;
    }
    const began = pace.at(due);
    const work = this.#performed(entry, due);
    if (entry.step.wait_for_completion) return work;
    this.#beside.push(work);
    return { due, began, ended: began };
  }

  async #performed(entry: Entry, due: number): Promise<Beat> {
    const end = await this.#perform(this.#stage, entry, this.#lane, due);
    this.#ends.push(end);
    // What a cancel cut off is no failure of the step.
    if (served(end.outcome) || end.outcome === 'skipped' || this.#lane.sends.aborted)
      return end.beat;
    const stops = entry.step.on_failure !== 'continue';
    if (stops ? !this.#stopped : !this.#failed) {
      const outcome = end.outcome === 'unknown' ? 'unknown' : 'failed';
      this.#failed = { outcome, fault: atStep(entry.row.report, end.outcome, end.fault) };
    }
    if (stops) this.#stopped = true;
    if (stops && !this.#lane.throughout) this.#halt.abort(new Error('a step failed'));
    return end.beat;
  }

  #verdict(count: number): { outcome: Outcome; fault: Fault | null } {
    if (this.#stopped && this.#failed) return this.#failed;
    const ends = this.#ends;
    const whole = ends.length === count && ends.every(({ outcome }) => outcome !== 'cancelled');
    if (this.#halt.signal.aborted && !whole) {
      const reached = this.#stage.board.reached();
      return { outcome: 'cancelled', fault: cutShort(this.#halt.signal.reason, reached) };
    }
    const outcomes = ends.map(({ outcome }) => outcome);
    if (outcomes.includes('sent')) return { outcome: 'sent', fault: null };
    if (outcomes.includes('ok')) return { outcome: 'ok', fault: null };
    // All may go on without one of them; but where none was served nothing was done.
    return this.#failed ?? { outcome: 'skipped', fault: ends.at(-1)?.fault ?? null };
  }
}
