import type { Clock } from '../clock.ts';
import { bounded } from './bounded.ts';
import { HardwareTrouble } from './hardware-trouble.ts';

export interface PairHooks {
  setup(signal: AbortSignal): void | Promise<void>;
  teardown(): void | Promise<void>;
  /** `teardown` threw, or did not end in time. */
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
  #failure: Promise<unknown> = Promise.resolve(null);

  constructor(clock: Clock, limitMs: number, hooks: PairHooks) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#hooks = hooks;
  }

  /** Resolves when the hardware is set up: with null, or with what `setup` threw. Each call wants its `leave`. */
  enter(signal: AbortSignal): Promise<unknown> {
    this.#inside += 1;
    if (this.#inside === 1)
      this.#failure = this.#failure.then(() =>
        this.#perform('setup', () => this.#hooks.setup(signal)),
      );
    return this.#failure;
  }

  async leave(): Promise<void> {
    this.#inside -= 1;
    if (this.#inside > 0) return;
    this.#failure = this.#failure.then(() =>
      this.#perform('teardown', () => this.#hooks.teardown()),
    );
    const failure = await this.#failure;
    if (failure !== null) this.#hooks.failed(failure);
  }

  async #perform(name: string, hook: () => void | Promise<void>): Promise<unknown> {
    try {
      const work = hook();
      if (work instanceof Promise)
        await bounded(this.#clock, this.#limitMs, work, () => tooLong(name, this.#limitMs));
      return null;
    } catch (error) {
      return error;
    }
  }
}

export const tooLong = (what: string, ms: number): HardwareTrouble =>
  new HardwareTrouble(
    `${what} did not end within ${ms / 1000} s.`,
    'The client goes on without it. Give every wait in it an end.',
  );
