import { isoNow, type Clock } from '../../clock.ts';
import { judgePut, judgeRemove, Stale } from '../expected.ts';
import { keyOf } from '../keys.ts';
import { StoreUnavailable, type Entities, type Expected, type Kind } from '../store.ts';
import type { Connection } from './connection.ts';
import { readTexts } from './key-reader.ts';
import type { NearCache } from './near-cache.ts';
import type { RedisClient } from './redis-clients.ts';

/** Each turn lost means that another writer's was won. */
const ATTEMPTS = 50;

/** What an attempt does where `text` stands; `write` null where there is nothing to do. */
interface Attempt<T> {
  write: ((client: RedisClient, stands: string) => Promise<1 | string>) | null;
  /** What stands at the key after it. */
  after: string | null;
  result: T;
}

/** Writes that happen only where what is expected stands: the look and the write are one step. */
export class GuardedWrites {
  private readonly connection: Connection;
  private readonly cache: NearCache;
  private readonly clock: Clock;
  constructor(connection: Connection, cache: NearCache, clock: Clock) {
    this.connection = connection;
    this.cache = cache;
    this.clock = clock;
  }

  /** The value as it is stored. @throws Stale, StoreUnavailable */
  async put<K extends Kind>(
    kind: K,
    name: string,
    value: Entities[K],
    expected: Expected,
  ): Promise<Entities[K]> {
    const key = keyOf(kind, name);
    if (key === null) throw new RangeError(`Not a name for a ${kind}: ${name}`);
    return this.untilDone(kind, name, key, (raw) => {
      const next = judgePut(kind, name, value, expected, raw, isoNow(this.clock));
      const { text } = next;
      return {
        write:
          text === null ? null : (client, stands) => client.compareAndSet(key, stands, text),
        after: text,
        result: next.value,
      };
    });
  }

  /** @throws Stale, StoreUnavailable */
  async remove(kind: Kind, name: string, expected: Expected): Promise<boolean> {
    const key = keyOf(kind, name);
    if (key === null) return false;
    return this.untilDone(kind, name, key, (raw) => {
      judgeRemove(kind, name, expected, raw);
      return {
        write: (client, stands) => client.compareAndDelete(key, stands),
        after: null,
        result: true,
      };
    });
  }

  private async untilDone<T>(
    kind: Kind,
    name: string,
    key: string,
    attemptOn: (raw: string | null) => Attempt<T>,
  ): Promise<T> {
    let ticket = this.cache.ticket();
    // What was seen last is right nearly always, and the write itself finds out: most cost one round trip.
    let raw = this.cache.text(kind, name);
    let isCertain = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (isCertain) this.cache.apply(kind, name, raw ?? null, ticket);
      const next = raw === undefined ? null : judged(attemptOn, raw, isCertain);
      if (next === null) {
        ticket = this.cache.ticket();
        [raw = null] = await this.connection.ask((client) => readTexts(client, [key]));
        isCertain = true;
        continue;
      }
      const { write, after, result } = next;
      if (write === null) return result;
      ticket = this.cache.ticket();
      const stands = raw ?? '';
      const answer = await this.connection.ask((client) => write(client, stands));
      if (answer === 1) {
        this.cache.apply(kind, name, after, ticket);
        return result;
      }
      raw = answer === '' ? null : answer;
      isCertain = true;
    }
    throw new StoreUnavailable(
      `${key} changes so fast that nothing could be written there.`,
      'Nothing was changed. Look who writes it, and try again.',
    );
  }
}

/** Null where only what stands there for certain can tell. @throws Stale of what does */
const judged = <T>(
  attemptOn: (raw: string | null) => Attempt<T>,
  raw: string | null,
  isCertain: boolean,
): Attempt<T> | null => {
  if (isCertain) return attemptOn(raw);
  try {
    const attempt = attemptOn(raw);
    return attempt.write && attempt;
  } catch (error) {
    if (error instanceof Stale) return null;
    throw error;
  }
};
