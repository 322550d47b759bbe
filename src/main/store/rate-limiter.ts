import type { RateLimit } from '#shared/contract/config.ts';

export type Taken = { ok: true } | { ok: false; retryAfterMs: number };

/** Counts what is asked, over every control room on one store. Adapters: Redis and memory. */
export interface RateLimiter {
  /** Takes one point of `key`; refused where `limit.points` are used up within `limit.per_ms`. Never rejects. */
  take(key: string, limit: RateLimit): Promise<Taken> | Taken;
}
