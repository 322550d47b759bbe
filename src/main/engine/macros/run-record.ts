import type { MacroRun } from '#shared/contract/macro.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { waitAtMost } from '../../store/store-waits.ts';
import type { Store } from '../../store/store.ts';

/** A macro waits no longer than this for its first note: it runs without the store too. */
const OPENING_MS = 250;

export interface RunRecordDeps {
  store: Store;
  clock: Clock;
  log: Log;
}

/** The note that stands in the store while a macro runs, so that a crash leaves it behind. */
export class RunRecord {
  readonly #deps: RunRecordDeps;
  #run: MacroRun;
  #noted: MacroRun | null = null;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;
  #closed = false;
  constructor(deps: RunRecordDeps, run: MacroRun) {
    this.#deps = deps;
    this.#run = run;
  }

  /** Resolves when the note stands, or when it is not worth waiting for. */
  async open(): Promise<void> {
    this.#write();
    await waitAtMost(this.#deps.clock, OPENING_MS, this.#writing);
  }

  reached(step: string): void {
    if (step === this.#run.step) return;
    this.#run = { ...this.#run, step };
    this.#write();
  }

  /** Takes the note away, after what was still being written: nothing that ended reads interrupted. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    const { store, log } = this.#deps;
    const { execution_id } = this.#run;
    try {
      await store.remove('macro_run', execution_id);
    } catch (error) {
      log.debug(
        { error: String(error), execution_id },
        'a note of a macro could not be removed',
      );
      const stop = store.onStatus(({ state }) => {
        if (state !== 'ready') return;
        stop();
        void this.close();
      });
    }
  }

  // One write at a time, and always of the newest step.
  #write(): void {
    if (!this.#busy) this.#writing = this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    const { store, log } = this.#deps;
    this.#busy = true;
    try {
      while (this.#noted !== this.#run && !this.#closed && store.status().state === 'ready') {
        const run = this.#run;
        await store.put('macro_run', run.execution_id, run);
        this.#noted = run;
      }
    } catch (error) {
      log.debug(
        { error: String(error), ...this.#run },
        'a note of a macro could not be written',
      );
    } finally {
      this.#busy = false;
    }
  }
}
