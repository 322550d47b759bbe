import { readFileSync } from 'node:fs';
import { Cluster, Redis, type RedisOptions, type Result } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** compare-and-set.lua: 1 when it was written, else the text that stands there. */
    compareAndSet(key: string, expected: string, next: string): Result<1 | string, Context>;
    /** compare-and-delete.lua: 1 when it was removed, else the text that stands there. */
    compareAndDelete(key: string, expected: string): Result<1 | string, Context>;
    /** append-entries.lua: how many were appended. */
    appendEntries(
      key: string,
      length: number,
      ...entries: (string | number)[]
    ): Result<number, Context>;
    /** add-revision.lua: `added`, `known` or `recent`. */
    addRevision(key: string, ...entry: (string | number)[]): Result<unknown, Context>;
    /** replace-revisions.lua: 1, or 0 where another one came meanwhile. */
    replaceRevisions(
      key: string,
      newest: string,
      ...entries: (string | number)[]
    ): Result<unknown, Context>;
  }
}

export type RedisClient = Redis | Cluster;

const script = (name: string) => ({
  lua: readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8'),
  numberOfKeys: 1,
});
const scripts = {
  compareAndSet: script('compare-and-set'),
  compareAndDelete: script('compare-and-delete'),
  appendEntries: script('append-entries'),
  addRevision: script('add-revision'),
  replaceRevisions: script('replace-revisions'),
};

/** Everything that is asked is answered or given up within a second. */
const COMMAND_TIMEOUT_MS = 600;

/** A command is sent once or refused: what was in flight when a connection broke is judged by its sender. */
const bounded: RedisOptions = {
  connectTimeout: 2000,
  commandTimeout: COMMAND_TIMEOUT_MS,
  sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
  // A master that was replaced and still runs takes writes for some ten seconds more, and loses them all.
  failoverDetector: true,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  disableClientInfo: true,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(20 * 2 ** Math.min(times, 5), 500),
  // A master that a failover made a replica: go and find the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

/**
 * ioredis gives up for good where it is told of a fail-over in the moment that it connects. This one begins again, until
 * it is closed.
 */
class LastingRedis extends Redis {
  #isClosed = false;
  constructor(options: Omit<RedisOptions, 'replyMapping'>) {
    super(options);
    this.on('end', () => {
      if (!this.#isClosed) void this.connect().catch(() => undefined);
    });
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) this.#isClosed = true;
    super.disconnect(reconnect);
  }
}

const connect = (address: RedisAddress, options: RedisOptions): RedisClient => {
  if (address.topology === 'single')
    return new LastingRedis({ ...bounded, ...address.options, ...options, scripts });
  return new Cluster(address.nodes, {
    redisOptions: { ...bounded, ...address.options, ...options },
    scripts,
    enableOfflineQueue: false,
    maxRedirections: 5,
    slotsRefreshTimeout: 2000,
    clusterRetryStrategy: (times) => Math.min(20 * 2 ** Math.min(times, 5), 500),
    // It would send again what was in flight when a connection broke, and so write it twice.
    retryDelayOnFailover: 0,
  });
};

/** The connection that carries every command. */
export const connectCommands = (address: RedisAddress): RedisClient =>
  connect(address, { connectionName: 'mcr-bridge' });

/** A connection for reads that wait on the server for up to `blockMs`. */
export const connectReader = (address: RedisAddress, blockMs: number): RedisClient =>
  connect(address, {
    commandTimeout: blockMs + COMMAND_TIMEOUT_MS,
    connectionName: 'mcr-bridge-executions',
  });

/** The connection that only listens; RESP2, because ioredis drops the invalidation pushes of RESP3. */
export const connectListener = (options: RedisOptions): Redis =>
  new LastingRedis({
    ...bounded,
    ...options,
    protocol: 2,
    connectionName: 'mcr-bridge-invalidation',
  });
