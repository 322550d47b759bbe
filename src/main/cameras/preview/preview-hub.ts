import type { Frame } from '../ports.ts';

interface Channel {
  newest: Frame | null;
  waiting: Set<() => void>;
}

/**
 * The newest picture of each camera, for any number of viewers. A viewer that is slow sees fewer pictures;
 * nothing is queued, and nobody who offers ever waits.
 */
export class PreviewHub {
  readonly #channels = new Map<string, Channel>();

  offer(slot: string, frame: Frame): void {
    const channel = this.#channel(slot);
    channel.newest = frame;
    const waiting = [...channel.waiting];
    channel.waiting.clear();
    for (const wake of waiting) wake();
  }

  latest(slot: string): Frame | null {
    return this.#channels.get(slot)?.newest ?? null;
  }

  /** The slot has no camera any more: its last picture is not shown again. Who watches it goes on waiting. */
  clear(slot: string): void {
    const channel = this.#channels.get(slot);
    if (!channel) return;
    channel.newest = null;
    this.#drop(slot, channel);
  }

  /** Begins with the picture that is there. Ends when `signal` aborts. */
  async *watch(slot: string, signal: AbortSignal): AsyncGenerator<Frame, void, void> {
    let seen: Frame | null = null;
    while (!signal.aborted) {
      const newest = this.latest(slot);
      if (newest && newest !== seen) {
        seen = newest;
        yield newest;
      } else await this.#next(slot, signal);
    }
  }

  #next(slot: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const channel = this.#channel(slot);
      const wake = (): void => {
        signal.removeEventListener('abort', gone);
        resolve();
      };
      const gone = (): void => {
        channel.waiting.delete(wake);
        this.#drop(slot, channel);
        resolve();
      };
      channel.waiting.add(wake);
      signal.addEventListener('abort', gone, { once: true });
    });
  }

  #channel(slot: string): Channel {
    let channel = this.#channels.get(slot);
    if (!channel) {
      channel = { newest: null, waiting: new Set() };
      this.#channels.set(slot, channel);
    }
    return channel;
  }

  #drop(slot: string, channel: Channel): void {
    if (channel.newest === null && channel.waiting.size === 0) this.#channels.delete(slot);
  }
}
