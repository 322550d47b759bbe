/**
 * Whose clock the times of a stream come from. `own`: the source's, from an arbitrary beginning that may change with
 * each run. `wall`: the source stamps with this machine's time of day. `none`: they were made up.
 */
export type Stamps = 'own' | 'wall' | 'none';

/** The moment nearest to `near` whose low 32 bits are `low`; both in whole milliseconds. */
const unwrap = (low: number, near: number): number => near + ((low - near) | 0);

/** Reads the times of one run: 32 bits of milliseconds, which start anew every 49.7 days. */
export class SourceStamps {
  readonly #stamps: Stamps;
  #last: number | null = null;

  constructor(stamps: Stamps) {
    this.#stamps = stamps;
  }

  /** `pts` in seconds, null where the source has none; `takenMs` in wall clock ms, never after `arrivedMs`. */
  read(lowMs: number, arrivedMs: number): { pts: number | null; takenMs: number } {
    if (this.#stamps === 'none') return { pts: null, takenMs: arrivedMs };
    if (this.#stamps === 'wall') {
      const takenMs = Math.min(arrivedMs, unwrap(lowMs, Math.round(arrivedMs)));
      return { pts: takenMs / 1000, takenMs };
    }
    this.#last = this.#last === null ? lowMs : unwrap(lowMs, this.#last);
    return { pts: this.#last / 1000, takenMs: arrivedMs };
  }
}
