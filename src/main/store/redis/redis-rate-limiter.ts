import { readFileSync } from 'node:fs';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { RateLimit } from '#shared/contract/config.ts';
import type { RateLimiter, Taken } from '../rate-limiter.ts';
import { LimitTable, MemoryRateLimiter, takenOf } from '../memory/memory-rate-limiter.ts';
import type { Connection } from './connection.ts';

const lua = readFileSync(new URL('./rate-take.lua', import.meta.url), 'utf8');

/** The library puts a colon after it. */
const RATE_PREFIX = 'mcr:companion:rate';

/**
 * Counts for every control room on one Redis: one script on one key per take. While Redis is away each room
 * counts by itself.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #connection: Pick<Connection, 'client' | 'up'>;
  readonly #alone = new MemoryRateLimiter();
  readonly #limiters: LimitTable<RateLimiterRedis>;
  constructor(connection: Pick<Connection, 'client' | 'up'>) {
    this.#connection = connection;
    this.#limiters = new LimitTable(
      ({ points, per_ms }) =>
        new RateLimiterRedis({
          storeClient: connection.client,
          keyPrefix: RATE_PREFIX,
          points,
          // The library's own script counts whole seconds, and a shorter window would never end. Ours takes the
          // same argument for milliseconds, and this is how it gets there.
          duration: per_ms,
          customIncrTtlLuaScript: lua,
        }),
    );
  }

  async take(key: string, limit: RateLimit): Promise<Taken> {
    if (!this.#connection.up) return this.#alone.take(key, limit);
    try {
      return await takenOf(this.#limiters.of(limit).consume(key));
    } catch {
      return this.#alone.take(key, limit);
    }
  }
}
