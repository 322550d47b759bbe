/**
 * At most `limit` items that wait for a slow taker, the one being taken included. Adding never waits: beyond the
 * bound the answer is no.
 */
export class FrameQueue<T> {
  readonly #limit: number;
  readonly #send: (item: T) => Promise<boolean>;
  readonly #waiting: T[] = [];
  #draining: Promise<void> | null = null;

  /** `send` resolves when the item was taken, with false when nothing more will be. */
  constructor(limit: number, send: (item: T) => Promise<boolean>) {
    this.#limit = limit;
    this.#send = send;
  }

  get depth(): number {
    return this.#waiting.length;
  }

  add(item: T): boolean {
    if (this.#waiting.length >= this.#limit) return false;
    this.#waiting.push(item);
    this.#draining ??= this.#drain();
    return true;
  }

  /** Resolves when nothing waits any more, or when nothing more will be taken. */
  async drained(): Promise<void> {
    await this.#draining;
  }

  /** Gives up what waits, but for the one on its way; answers with how many there were. */
  abandon(): number {
    const lost = this.#waiting.splice(this.#draining ? 1 : 0);
    return lost.length;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const item = this.#waiting[0];
      if (item === undefined) break;
      if (!(await this.#send(item))) break;
      this.#waiting.shift();
    }
    this.#draining = null;
  }
}
