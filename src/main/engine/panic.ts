import { setImmediate } from 'node:timers/promises';
import type { Fault } from '#shared/contract/errors.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { PanicReport, PanicState } from '#shared/contract/panic.ts';
import { isoNow, type Clock } from '../clock.ts';
import { roundMs, type Run } from './run.ts';

const MOST_TOLD = 100;
/** How long a panic waits for what it ended to have ended, and for keys to be let go. */
const END_MS = 1500;

const NOTHING: PanicReport = {
  cancelled: 0,
  aborted: 0,
  macros: 0,
  pending: 0,
  released: 0,
  already_left: [],
  took_ms: 0,
};
const CALM: PanicState = { engaged: false, since: null, by: null, report: null };

export const panicFault = (): Fault => ({
  error_type: 'refused',
  message: 'PANIC is engaged: only the operator can fire until it is lifted.',
  details: { reason: 'panic', short: 'panic', hint: 'Lift PANIC in the top bar.' },
});

export interface PanicDeps {
  clock: Clock;
  running: () => Iterable<Run>;
  /** Resolves when each of the runs has its outcome. */
  judged: (runs: readonly Run[]) => Promise<void>;
  /** Sends UP for every held key; how many there were. */
  release: () => Promise<number>;
  changed: (state: PanicState) => void;
}

const leftOf = (run: Run): boolean =>
  run.sending > 0 || run.trace.some(({ attempts }) => attempts > 0);

/** Ends everything at once, says what had already left, and lets only the operator fire until it is lifted. */
export class Panic {
  readonly #deps: PanicDeps;
  #state = CALM;
  constructor(deps: PanicDeps) {
    this.#deps = deps;
  }

  state(): PanicState {
    return this.#state;
  }

  /** The operator may fire all the same, and what the operator's macros ask for too. */
  bars(run: Run): boolean {
    return this.#state.engaged && run.startedBy !== 'operator';
  }

  async engage(by: Origin): Promise<PanicState> {
    const { clock } = this.#deps;
    const from = clock.monotonic();
    // Engaged once more before it was lifted: the reports add up, and the first says who and when.
    const former = this.#state.engaged ? this.#state : null;
    // First of all nothing new gets in.
    if (!former) this.#set({ engaged: true, since: isoNow(clock), by, report: null });
    // What was asked for before it may still be on its way through its host: a turn later it is here, and ends too.
    await setImmediate();
    const runs = [...this.#deps.running()].filter(({ ended }) => !ended);
    const report: PanicReport = { ...NOTHING, ...former?.report };
    const alreadyLeft: PanicReport['already_left'] = [];
    const reason = new Error('panic');
    for (const run of runs) {
      const left = leftOf(run);
      if (run.macroId !== undefined) report.macros += 1;
      else if (run.sending > 0) report.aborted += 1;
      else if (!left) report.cancelled += 1;
      if (left)
        alreadyLeft.push({
          execution_id: run.id,
          intent_name: run.intentName,
          device_id: run.trace.at(-1)?.device_id ?? '',
        });
      run.cancel(reason);
    }
    report.already_left = [...alreadyLeft.toReversed(), ...report.already_left].slice(
      0,
      MOST_TOLD,
    );
    await this.#bounded(this.#deps.judged(runs));
    report.took_ms = roundMs(clock.monotonic() - from);
    report.released += (await this.#bounded(this.#deps.release())) ?? 0;
    this.#set({ ...this.#state, report });
    return this.#state;
  }

  lift(): PanicState {
    if (this.#state.engaged) this.#set({ ...CALM, report: this.#state.report });
    return this.#state;
  }

  #set(state: PanicState): void {
    this.#state = state;
    this.#deps.changed(state);
  }

  async #bounded<T>(work: Promise<T>): Promise<T | null> {
    const timer = new AbortController();
    const late = this.#deps.clock.sleep(END_MS, timer.signal).then(
      () => null,
      () => null,
    );
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
    }
  }
}
