import { readFileSync } from 'node:fs';
import type { Result } from 'ioredis';
import { z } from 'zod';
import { LostPatchSchema, type LostPatch } from '#shared/contract/master-state.ts';
import type { RedisClient } from '../../store/redis/redis-clients.ts';
import type { RedisLink } from '../redis-link.ts';
import { LOST_PREFIX } from '../state-keys.ts';
import { MOST_LOST, type LostPatchShelf } from './lost-patches.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** keep-lost.lua: the id. */
    keepLost(
      lost: string,
      text: string,
      most: number,
      mostBytes: number,
      ttlMs: number,
    ): Result<unknown, Context>;
    /** forget-lost.lua: 1, or 0 where there was none. */
    forgetLost(lost: string, id: string): Result<unknown, Context>;
  }
}

const keeping = readFileSync(new URL('./keep-lost.lua', import.meta.url), 'utf8');
const forgetting = readFileSync(new URL('./forget-lost.lua', import.meta.url), 'utf8');

/** Gives a client the scripts. */
export const prepareLostPatches = (client: RedisClient): void => {
  client.defineCommand('keepLost', { lua: keeping, numberOfKeys: 1 });
  client.defineCommand('forgetLost', { lua: forgetting, numberOfKeys: 1 });
};

const MOST_BYTES = 10_000_000;
/** A week after the last one nobody comes back for them. */
const TTL_MS = 7 * 24 * 3_600_000;

/** Where those of a session stand: on the server of its state. */
export const lostKeyOf = (session: string): string => `${LOST_PREFIX}${session}}`;

/** What Redis takes for an id of a stream. */
const ID = /^\d{1,19}-\d{1,19}$/;

/** Null for an entry that can't be read: some other writer put it there. */
const lostIn = ([lost_id, fields]: [id: string, fields: string[]]): LostPatch | null => {
  try {
    const kept: unknown = JSON.parse(fields[fields.indexOf('lost') + 1] ?? '');
    return (
      LostPatchSchema.omit({ lost_id: true })
        .transform((lost) => ({ lost_id, ...lost }))
        .safeParse(kept).data ?? null
    );
  } catch {
    return null;
  }
};

/** Patches that came too late, in Redis: every room sees them, and they outlive this process. */
export const createRedisLostPatches = (link: RedisLink): LostPatchShelf => ({
  async keep(session, lost) {
    const answer = await link.write((client) =>
      client.keepLost(lostKeyOf(session), JSON.stringify(lost), MOST_LOST, MOST_BYTES, TTL_MS),
    );
    return { lost_id: z.string().parse(answer), ...lost };
  },
  async of(session) {
    const rows = await link.ask((client) => client.xrevrange(lostKeyOf(session), '+', '-'));
    return rows.flatMap((row) => lostIn(row) ?? []);
  },
  async get(session, id) {
    if (!ID.test(id)) return null;
    const [row] = await link.ask((client) => client.xrange(lostKeyOf(session), id, id));
    return row ? lostIn(row) : null;
  },
  async forget(session, id) {
    if (!ID.test(id)) return false;
    return (await link.write((client) => client.forgetLost(lostKeyOf(session), id))) === 1;
  },
  onChange: (listener) =>
    link.onChange((keys) => {
      if (keys === null) listener(null);
      else
        for (const key of keys)
          if (key.startsWith(LOST_PREFIX)) listener(key.slice(LOST_PREFIX.length, -1));
    }),
});
