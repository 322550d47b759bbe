import { Redis } from 'ioredis';
import { z } from 'zod';

/** What answers on a socket. */
export type Probe =
  | { answers: 'nobody' }
  | { answers: 'silence' }
  | { answers: 'server'; pid: number; dir: string; loading: boolean };

const client = (path: string): Redis => {
  const redis = new Redis({
    path,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    connectTimeout: 500,
    commandTimeout: 1000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  return redis;
};

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];

/** Asks who listens at the socket. Never rejects; ends within 3 s. */
export const probeServer = async (path: string): Promise<Probe> => {
  const redis = client(path);
  let connected = false;
  redis.on('connect', () => {
    connected = true;
  });
  try {
    await redis.connect();
    const info = await redis.info();
    const loading = field(info, 'loading') === '1';
    const [, dir = ''] = z.array(z.string()).parse(await redis.config('GET', 'dir'));
    return { answers: 'server', pid: Number(field(info, 'process_id')), dir, loading };
  } catch {
    return { answers: connected ? 'silence' : 'nobody' };
  } finally {
    redis.disconnect();
  }
};

/** Has the server save everything and end. True when it takes the order. */
export const orderShutdown = async (path: string): Promise<boolean> => {
  const redis = client(path);
  try {
    await redis.connect();
    // A server that obeys closes the connection instead of answering.
    await redis.shutdown('SAVE').catch(() => undefined);
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};
