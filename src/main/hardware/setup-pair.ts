import type { Clock } from '../clock.ts';
import { bounded } from './bounded.ts';
import { HardwareTrouble } from './hardware-trouble.ts';

export interface PairHooks {
  setup(signal: AbortSignal): void | Promise<void>;
  teardown(): void | Promise<void>;
  /** A hook threw, or did not end in time. */
  failed(error: unknown): void;
}

/**
 * `setup` when the first connection is there, `teardown` when the last is gone: one for one, one after the other, a
 * setup that failed included. Neither can hold the client up for longer than its time.
 */
export class SetupPair {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #hooks: PairHooks;
  #inside = 0;
  #ready: Promise<boolean> = Promise.resolve(false);

  constructor(clock: Clock, limitMs: number, hooks: PairHooks) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#hooks = hooks;
  }

  /** Resolves when the hardware is set up: with false where that failed. Each call wants its `leave`. */
  enter(signal: AbortSignal): Promise<boolean> {
    this.#inside += 1;
    if (this.#inside > 1) return this.#ready;
    this.#ready = this.#ready.then(() =>
      this.#perform('setup', () => this.#hooks.setup(signal)),
    );
    return this.#ready;
  }

  async leave(): Promise<void> {
    this.#inside -= 1;
    if (this.#inside > 0) return;
    this.#ready = this.#ready.then(() =>
      this.#perform('teardown', () => this.#hooks.teardown()),
    );
    await this.#ready;
  }

  async #perform(name: string, hook: () => void | Promise<void>): Promise<boolean> {
    try {
      const work = hook();
      if (work instanceof Promise)
        await bounded(this.#clock, this.#limitMs, work, () => tooLong(name, this.#limitMs));
      return true;
    } catch (error) {
      this.#hooks.failed(error);
      return false;
    }
  }
}

export const tooLong = (what: string, ms: number): HardwareTrouble =>
  new HardwareTrouble(
    `${what} did not end within ${ms / 1000} s.`,
    'The client goes on without it. Give every wait in it an end.',
  );
