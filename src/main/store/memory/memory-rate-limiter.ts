import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '#shared/contract/config.ts';
import type { RateLimiter, Taken } from '../rate-limiter.ts';

/** Configurations change while counts stand: the oldest limits are let go. */
const MOST_LIMITS = 200;

/**
 * One adapter of the library per limit, made when it is first needed. A different limit is a different adapter: the
 * library fixes points and window when it is made.
 */
export class LimitTable<T> {
  readonly #made = new Map<string, T>();
  readonly #make: (limit: RateLimit) => T;
  constructor(make: (limit: RateLimit) => T) {
    this.#make = make;
  }

  of(limit: RateLimit): T {
    const id = `${limit.points}/${limit.per_ms}`;
    const known = this.#made.get(id);
    if (known) return known;
    const made = this.#make(limit);
    this.#made.set(id, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > MOST_LIMITS && oldest !== undefined) this.#made.delete(oldest);
    return made;
  }
}

/** The library refuses by rejecting with its result. @throws whatever else went wrong */
export const takenOf = async (consumed: Promise<RateLimiterRes>): Promise<Taken> => {
  try {
    await consumed;
    return { ok: true };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { ok: false, retryAfterMs: Math.max(1, Math.ceil(refusal.msBeforeNext)) };
  }
};

/** Counts in this process alone. Each window ends by a timer, whatever happens to the wall clock. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #limiters = new LimitTable(
    ({ points, per_ms }) => new RateLimiterMemory({ points, duration: per_ms / 1000 }),
  );

  take(key: string, limit: RateLimit): Promise<Taken> {
    return takenOf(this.#limiters.of(limit).consume(key));
  }
}
