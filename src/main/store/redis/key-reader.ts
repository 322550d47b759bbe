import { Cluster } from 'ioredis';
import { ROOT_PREFIX } from '../keys.ts';
import { mastersOf } from './cluster-masters.ts';
import type { RedisClient } from './redis-clients.ts';

const KEYS_PER_COMMAND = 500;

/** The texts at the keys, null where there is none (or another type). One round trip for 500 keys. */
export const readTexts = async (
  client: RedisClient,
  keys: string[],
): Promise<(string | null)[]> => {
  const parts: (string | null)[][] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_COMMAND)
    parts.push(await readBatch(client, keys.slice(start, start + KEYS_PER_COMMAND)));
  return parts.flat();
};

const readBatch = (client: RedisClient, keys: string[]): Promise<(string | null)[]> => {
  if (!(client instanceof Cluster)) return client.mget(keys);
  // Keys of a cluster live on several servers, and may be moving: each finds its own.
  return Promise.all(
    keys.map((key) =>
      client.get(key).catch((error: unknown) => {
        if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return null;
        throw error;
      }),
    ),
  );
};

/** Our keys that begin with the prefix, each once. Walks the whole keyspace: not for the hot path. */
export const scanKeys = async (
  client: RedisClient,
  prefix: string = ROOT_PREFIX,
): Promise<string[]> => {
  const found = new Set<string>();
  for (const node of mastersOf(client).values()) {
    let cursor = '0';
    do {
      const [next, keys] = await node.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1000);
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...found];
};
