import type { PressRound, TimedPress } from '#shared/contract/buzzer.ts';
import {
  certainFirst,
  marginBetween,
  orderPresses,
  orderWords,
} from '#shared/domain/press-order.ts';
import type { Clock } from '../../clock.ts';

const MOST_PRESSES = 256;

export interface PressRoundsDeps {
  clock: Clock;
  /** From the arrival of the first press: so long an earlier one may still arrive. */
  graceMs: number;
  /** Called at each change, and once more when the grace window has passed. */
  onRound?: ((round: PressRound) => void) | undefined;
}

/**
 * Puts the presses of one question in order. The first opens the grace window; when it has passed the order is final,
 * and what comes later is listed beside it. Several clients may share one.
 */
export class PressRounds {
  readonly #deps: PressRoundsDeps;
  #number = 1;
  #presses: TimedPress[] = [];
  #late: PressRound['late'] = [];
  #state: PressRound['state'] = 'waiting';
  #grace: AbortController | null = null;

  constructor(deps: PressRoundsDeps) {
    this.#deps = deps;
  }

  get state(): PressRound['state'] {
    return this.#state;
  }

  get round(): PressRound {
    const order = orderPresses(this.#presses);
    return {
      round: this.#number,
      state: this.#state,
      order,
      first: this.#state === 'final' ? certainFirst(order) : null,
      late: [...this.#late],
      words: orderWords(order),
    };
  }

  /** Only the first press of each buzzer has a place in a round. */
  add(press: TimedPress): void {
    const same = (other: TimedPress): boolean =>
      other.buzzer_id === press.buzzer_id && other.client_id === press.client_id;
    if (this.#presses.some(same) || this.#late.some(same)) return;
    if (this.#presses.length + this.#late.length >= MOST_PRESSES) return;
    if (this.#state === 'final') this.#addLate(press);
    else this.#presses.push(press);
    if (this.#state === 'waiting') this.#open();
    this.#tell();
  }

  /** The next question. */
  next(): void {
    this.#grace?.abort();
    this.#grace = null;
    if (this.#state === 'waiting') return;
    this.#number += 1;
    this.#presses = [];
    this.#late = [];
    this.#state = 'waiting';
    this.#tell();
  }

  /** Nothing more can arrive: an open round is final. */
  stop(): void {
    this.#grace?.abort();
    if (this.#state === 'open') this.#close();
  }

  #open(): void {
    this.#state = 'open';
    const grace = new AbortController();
    this.#grace = grace;
    void this.#closeAfterGrace(grace.signal);
  }

  async #closeAfterGrace(signal: AbortSignal): Promise<void> {
    try {
      await this.#deps.clock.sleep(this.#deps.graceMs, signal);
    } catch {
      return;
    }
    this.#close();
  }

  #close(): void {
    this.#grace = null;
    this.#state = 'final';
    this.#tell();
  }

  #addLate(press: TimedPress): void {
    const would_have_been_first = this.#presses.every(
      (other) => other.at_ms - press.at_ms > marginBetween(press, other),
    );
    this.#late.push({ ...press, would_have_been_first });
  }

  #tell(): void {
    this.#deps.onRound?.(this.round);
  }
}
