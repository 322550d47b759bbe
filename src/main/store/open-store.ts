import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { startManagedRedis } from './redis/managed-server.ts';
import type { RedisAddress } from './redis/redis-address.ts';
import { addressOf, openRedisStore, type RedisConnection } from './redis/redis-store.ts';
import type { Store } from './store.ts';

export interface OpenStoreOptions {
  /** `managed`: the data directory's own server. Else the address of a Redis. */
  redis: string;
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Which control room writes; a random one where absent. */
  roomId?: string;
}

export interface OpenedStore {
  store: Store;
  /** Where its Redis is, for connections of another kind; null where there is none. */
  redis: RedisAddress | null;
  /** The store first, so that what waits is written; then the server, where it is ours. */
  close(): Promise<void>;
}

/**
 * Opens the store that the settings ask for. Where this machine has no Redis, one that lasts until quitting.
 * @throws StoreOpenError with one line for whoever started us.
 */
export const openStore = async (options: OpenStoreOptions): Promise<OpenedStore> => {
  const { redis, dataDir, clock, log, roomId } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const open = (connection: RedisConnection) => {
    // What waits for one Redis must not be written to another.
    const target = createHash('sha256').update(redis).digest('hex').slice(0, 12);
    const outboxFile = join(dataDir, `waiting-${target}.jsonl`);
    return openRedisStore({
      connection,
      clock,
      log,
      outboxFile,
      alone: connection.kind === 'socket',
      ...(roomId === undefined ? {} : { roomId }),
    });
  };
  if (redis !== 'managed') {
    const store = await open({ kind: 'url', url: redis });
    return { store, redis: addressOf({ kind: 'url', url: redis }), close: () => store.close() };
  }
  const server = await startManagedRedis({ dataDir, clock, log });
  if (server.kind === 'missing') {
    const status = { state: 'missing', label: 'managed', message: server.message } as const;
    const store = createMemoryStore({ clock, status });
    return { store, redis: null, close: () => store.close() };
  }
  const connection: RedisConnection = { kind: 'socket', path: server.path, label: 'managed' };
  const store = await open(connection);
  return {
    store,
    redis: addressOf(connection),
    async close() {
      await store.close();
      await server.close();
    },
  };
};
