import type { Clock } from '../../clock.ts';
import type { Frame } from '../ports.ts';
import { SlidingRate } from '../telemetry-rate.ts';

/**
 * Pictures that may be on their way to one viewer: the next one travels while the last waits for the screen.
 * On a busy machine one at a time fell from 30 to 23 fps where two kept 29. More would be drawn late.
 */
const MOST_UNDER_WAY = 2;
/** How far back delays are looked at, in milliseconds. */
const DELAYS_MS = 5_000;
/** From then on a viewer that has drawn nothing counts as one that draws nothing. */
const NEW_FOR_MS = 3_000;

/** Somebody who looks at a camera and says what is drawn. Neither call may throw. */
export interface Viewer {
  /** Whether it says so once it drew a picture, or as soon as it took one: then its times tell nothing. */
  readonly says: 'drawn' | 'taken';
  show(frame: Frame): void;
  /** The slot is gone: nothing is shown any more. */
  gone(): void;
}

/** Pictures for one viewer: the newest each time, a bounded number of them on their way. */
export class Viewing {
  readonly #clock: Clock;
  readonly #viewer: Viewer;
  readonly #since: number;
  readonly #rate = new SlidingRate();
  /** When the pictures on their way were taken, oldest first. */
  readonly #underWay: number[] = [];
  readonly #delays: { at: number; ms: number }[] = [];
  #next: Frame | null = null;
  #drawn = 0;

  constructor(clock: Clock, viewer: Viewer) {
    this.#clock = clock;
    this.#viewer = viewer;
    this.#since = clock.monotonic();
  }

  offer(frame: Frame): void {
    if (this.#underWay.length < MOST_UNDER_WAY) this.#show(frame);
    else this.#next = frame;
  }

  /** The viewer is done with the oldest of the pictures on their way. */
  done(): void {
    const takenMs = this.#underWay.shift();
    if (takenMs === undefined) return;
    if (this.#viewer.says === 'drawn') this.#note(takenMs);
    const next = this.#next;
    this.#next = null;
    if (next) this.#show(next);
  }

  /** What waits to be shown is of a camera that was let go. */
  clear(): void {
    this.#next = null;
  }

  gone(): void {
    this.end();
    this.#viewer.gone();
  }

  /** Shows nothing from now on, whatever is said to be done. */
  end(): void {
    this.#underWay.length = 0;
    this.#next = null;
  }

  /** Drawn per second; null while nobody can tell yet. */
  fps(): number | null {
    if (this.#viewer.says === 'taken') return null;
    const now = this.#clock.monotonic();
    return this.#drawn < 2 && now - this.#since < NEW_FOR_MS ? null : this.#rate.perSecond(now);
  }

  /** From taken to drawn, in milliseconds, of the last seconds. */
  delays(): number[] {
    this.#forget(this.#clock.monotonic());
    return this.#delays.map(({ ms }) => ms);
  }

  #show(frame: Frame): void {
    this.#underWay.push(frame.takenMs);
    this.#viewer.show(frame);
  }

  #note(takenMs: number): void {
    const at = this.#clock.monotonic();
    this.#drawn += 1;
    this.#rate.note(at, this.#drawn);
    this.#forget(at);
    this.#delays.push({ at, ms: this.#clock.now() - takenMs });
  }

  #forget(now: number): void {
    const kept = this.#delays.findIndex(({ at }) => at >= now - DELAYS_MS);
    if (kept === -1) this.#delays.length = 0;
    else if (kept > 0) this.#delays.splice(0, kept);
  }
}
