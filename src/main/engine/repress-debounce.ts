import type { Clock } from '../clock.ts';

const MOST_REMEMBERED = 1000;

/** Tells a switch's chatter from a second press: per key and pointer, counted from the press that ran. */
export class Debounce {
  readonly #pressedAt = new Map<string, number>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True where the same pointer pressed that key less than `gapMs` ago; else this press counts. */
  isBounce(keyId: string, pointer: string, gapMs: number): boolean {
    if (gapMs <= 0) return false;
    const id = `${keyId} ${pointer}`;
    const now = this.#clock.monotonic();
    const pressedAt = this.#pressedAt.get(id);
    if (pressedAt !== undefined && now - pressedAt < gapMs) return true;
    this.#pressedAt.delete(id);
    this.#pressedAt.set(id, now);
    // In the order of the presses: the first were pressed longest ago.
    const [oldest] = this.#pressedAt.keys();
    if (this.#pressedAt.size > MOST_REMEMBERED && oldest !== undefined)
      this.#pressedAt.delete(oldest);
    return false;
  }
}
