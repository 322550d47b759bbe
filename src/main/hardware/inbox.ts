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

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  push(data: Buffer, isBinary: boolean): void {
    if (this.#working) {
      // A few more come with the chunk that is being read.
      this.#unread.push({ data, isBinary });
      return;
    }
    const work = this.#begin({ data, isBinary });
    if (!work) return;
    this.#options.hold();
    this.#working = this.#continue(work);
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
  #begin({ data, isBinary }: Unread): Promise<void> | null {
    try {
      const work = this.#options.handle(data, isBinary);
      return work instanceof Promise ? work : null;
    } catch (error) {
      this.#options.failed(error);
      return null;
    }
  }

  async #continue(first: Promise<void>): Promise<void> {
    const { clock, limitMs, failed, release } = this.#options;
    let work: Promise<void> | null = first;
    for (;;) {
      if (work)
        await bounded(clock, limitMs, work, () => tooLong('A handler', limitMs)).catch(failed);
      const next = this.#unread.shift();
      if (!next) break;
      work = this.#begin(next);
    }
    this.#working = null;
    release();
  }
}
