import { ExponentialBackoff, type IBackoff, type IExponentialBackoffOptions } from 'cockatiel';

/** A wait lies between these shares of its exponential length. */
const SHORTEST = 0.5;
const LONGEST = 0.9;

const spread =
  (random: () => number) =>
  (
    state: number | undefined,
    { initialDelay, exponent, maxDelay }: IExponentialBackoffOptions<number>,
  ): [number, number] => {
    const past = state ?? 0;
    const whole = Math.min(maxDelay, initialDelay * exponent ** past);
    return [whole * (SHORTEST + (LONGEST - SHORTEST) * random()), past + 1];
  };

/**
 * The waits between attempts: doubling up to a maximum, each somewhere in the upper half of its length, so that
 * clients that lost the same backend don't come back in one moment. `random` gives 0 to 1.
 */
export class ReconnectWait {
  readonly #first: () => IBackoff<unknown>;
  #current: IBackoff<unknown> | null = null;

  constructor(initialMs: number, maxMs: number, random: () => number = Math.random) {
    const backoff = new ExponentialBackoff({
      generator: spread(random),
      initialDelay: initialMs,
      exponent: 2,
      maxDelay: maxMs,
    });
    this.#first = () => backoff.next();
  }

  /** Milliseconds to wait before the next attempt; each is longer than the one before, up to the maximum. */
  nextMs(): number {
    this.#current = this.#current?.next(undefined) ?? this.#first();
    return this.#current.duration;
  }

  reset(): void {
    this.#current = null;
  }
}
