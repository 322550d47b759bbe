import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { bounded } from './bounded.ts';
import { tooLong } from './setup-pair.ts';

export interface InboxOptions {
  clock: Clock;
  /** For one handler. */
  limitMs: number;
  handle(data: Buffer, isBinary: boolean): void | Promise<void>;
  /** A handler threw, or did not end in time. */
  failed: (error: unknown) => void;
  /** Asks for no more, and for more again. */
  hold: () => void;
  release: () => void;
}

interface Unread {
  data: Buffer;
  isBinary: boolean;
}

/** Hands messages out one after the other: the next when the handler of the one before has ended. */
export class Inbox {
  readonly #options: InboxOptions;
  #unread: Unread[] = [];
  #working: Promise<void> | null = null;
  #turn: Promise<void> | null = null;
  #isHeld = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  push(data: Buffer, isBinary: boolean): void {
    if (this.#working) {
      // A few more come with the chunk that is being read.
      this.#unread.push({ data, isBinary });
      return;
    }
    const work = this.#begin(data, isBinary);
    if (work) this.#working = this.#continue(work);
  }

  /** Resolves when all that came was handed out; after `limitMs` the rest is thrown away. */
  async drain(limitMs: number): Promise<void> {
    const { clock } = this.#options;
    if (!this.#working) return;
    await bounded(clock, limitMs, this.#working, () => tooLong('A handler', limitMs)).catch(
      (error: unknown) => {
        this.#unread = [];
        this.#options.failed(error);
      },
    );
  }

  /** A promise only where the handler takes its time. */
  #begin(data: Buffer, isBinary: boolean): Promise<void> | null {
    try {
      const work = this.#options.handle(data, isBinary);
      return work instanceof Promise ? work : null;
    } catch (error) {
      this.#options.failed(error);
      return null;
    }
  }

  async #continue(first: Promise<void>): Promise<void> {
    let work: Promise<void> | null = first;
    for (;;) {
      if (work) await this.#end(work);
      const next = this.#unread.shift();
      if (!next) break;
      work = this.#begin(next.data, next.isBinary);
    }
    this.#working = null;
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#options.release();
  }

  /** Whoever is not done within this turn of the loop holds up what comes, and has a limit. */
  async #end(work: Promise<void>): Promise<void> {
    const { clock, limitMs, failed, hold } = this.#options;
    let isDone = false;
    const settled = work.catch(failed).then(() => {
      isDone = true;
      return undefined;
    });
    await Promise.race([settled, this.#nextTurn()]);
    if (isDone) return;
    if (!this.#isHeld) hold();
    this.#isHeld = true;
    await bounded(clock, limitMs, settled, () => tooLong('A handler', limitMs)).catch(failed);
  }

  #nextTurn(): Promise<void> {
    this.#turn ??= setImmediate().then(() => {
      this.#turn = null;
      return undefined;
    });
    return this.#turn;
  }
}
