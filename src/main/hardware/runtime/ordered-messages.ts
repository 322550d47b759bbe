import type { HardwareMessage } from '#shared/contract/hardware.ts';

/** Messages that were ordered and are on their way, two that are alike counted as two. */
export class OrderedMessages {
  readonly #counts = new Map<string, number>();

  /** Returns the way to forget it. */
  add(message: HardwareMessage): () => void {
    const text = JSON.stringify(message);
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(text) ?? 0) - 1;
      if (left > 0) this.#counts.set(text, left);
      else this.#counts.delete(text);
    };
  }

  has(message: HardwareMessage): boolean {
    return this.#counts.size > 0 && this.#counts.has(JSON.stringify(message));
  }
}
