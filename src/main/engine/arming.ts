import { ARM_WITHIN_MS } from '#shared/contract/policy.ts';
import type { Clock } from '../clock.ts';

/** `leftMs`: how long the second press may take. */
export type Armed = { passes: true } | { passes: false; leftMs: number };

const MOST_ARMED = 1000;

/** Guard `arm`: the first press arms a key for its origin, the second within `ARM_WITHIN_MS` passes. */
export class Arming {
  readonly #armedAt = new Map<string, number>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  press(key: string, origin: string): Armed {
    const id = `${key} ${origin}`;
    const now = this.#clock.monotonic();
    const armedAt = this.#armedAt.get(id);
    this.#armedAt.delete(id);
    if (armedAt !== undefined && now - armedAt <= ARM_WITHIN_MS) return { passes: true };
    this.#armedAt.set(id, now);
    // In the order of arming: the first are over, or were never pressed again.
    const [oldest] = this.#armedAt.keys();
    if (this.#armedAt.size > MOST_ARMED && oldest !== undefined) this.#armedAt.delete(oldest);
    return { passes: false, leftMs: ARM_WITHIN_MS };
  }

  /** Nothing stays armed: the operator called for panic. */
  clear(): void {
    this.#armedAt.clear();
  }
}
