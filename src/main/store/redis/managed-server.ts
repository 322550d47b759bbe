import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { StoreOpenError } from '../store-open-error.ts';
import { OwnerLock } from './owner-lock.ts';
import { findServerBinary, missingServerMessage } from './server-binary.ts';
import { orderShutdown, probeServer } from './server-probe.ts';
import { adoptServer, launchServer, type ServerProcess } from './server-process.ts';
import { socketPathFor } from './socket-path.ts';

/** The server that belongs to a data directory. `missing`: this machine has none; `message` says how to get one. */
export type ManagedRedis =
  | {
      kind: 'running';
      /** Its Unix socket; it has no TCP port. */
      path: string;
      /** The process that runs now; another one after a crash. */
      pid(): number;
      /** Saves, ends it and gives the data directory free. Ends within 6 s, as a rule at once. */
      close(): Promise<void>;
    }
  | { kind: 'missing'; message: string };

export interface ManagedServerOptions {
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Where the program is looked for; PATH by default. */
  searchPath?: string;
}

/** A server that ran this long was well: the next restart is at once. */
const WELL_AFTER_MS = 10_000;
const SAVE_WITHIN_MS = 3000;
const SIGNAL_WITHIN_MS = 1500;

/** A server of an earlier session that still runs on our data; null where there is none. */
const findRunning = async (
  folder: string,
  socket: string,
  lock: OwnerLock,
): Promise<ServerProcess | null> => {
  const found = await probeServer(socket);
  if (found.answers === 'server') {
    if (found.dir === folder) return adoptServer(found.pid, socket);
    throw new StoreOpenError(
      `Another Redis (process ${found.pid}, data in ${found.dir}) listens on ${socket}. End it, or choose another directory with --data.`,
    );
  }
  const whose = lock.orphan === null ? 'A process' : `redis-server (process ${lock.orphan})`;
  if (found.answers === 'silence')
    throw new StoreOpenError(
      `${whose} holds ${socket} and does not answer. End it and start again.`,
    );
  // Two servers on one append-only file would ruin it.
  if (lock.orphan !== null)
    throw new StoreOpenError(
      `${whose} of an earlier session still runs on ${folder} and can't be reached. End it (kill ${lock.orphan}) and start again.`,
    );
  return null;
};

/**
 * Starts the data directory's own server, or takes over the one that an earlier session left running, and
 * restarts it when it dies.
 * @throws StoreOpenError where another process owns the directory, or the server can't start.
 */
export const startManagedRedis = async ({
  dataDir,
  clock,
  log,
  searchPath = process.env['PATH'] ?? '',
}: ManagedServerOptions): Promise<ManagedRedis> => {
  const binary = process.platform === 'win32' ? null : findServerBinary(searchPath);
  if (binary === null)
    return { kind: 'missing', message: missingServerMessage(process.platform) };
  mkdirSync(join(dataDir, 'redis'), { recursive: true, mode: 0o700 });
  const folder = realpathSync(join(dataDir, 'redis'));
  const lock = OwnerLock.take(join(dataDir, 'redis.lock'));
  try {
    const socket = socketPathFor(folder);
    const running = await findRunning(folder, socket, lock);
    if (running) log.info({ pid: running.pid }, 'the running redis-server is taken over');
    const launch = () => launchServer(binary, folder, socket, clock, log);
    return supervise(running ?? (await launch()), launch, socket, lock, clock, log);
  } catch (error) {
    lock.release();
    throw error;
  }
};

const supervise = (
  first: ServerProcess,
  launch: () => Promise<ServerProcess>,
  path: string,
  lock: OwnerLock,
  clock: Clock,
  log: Log,
): ManagedRedis => {
  const ending = new AbortController();
  const { signal } = ending;
  let server = first;
  let starting = Promise.resolve();
  let isFirst = true;
  lock.noteServer(server.pid);

  const restart = async (): Promise<void> => {
    server = await launch();
    lock.noteServer(server.pid);
  };
  const oneLife = async (): Promise<void> => {
    if (signal.aborted) return;
    if (!isFirst) {
      starting = restart();
      await starting;
      log.info({ pid: server.pid }, 'redis-server runs again');
    }
    isFirst = false;
    const began = clock.monotonic();
    const reason = await server.gone;
    if (signal.aborted) return;
    if (clock.monotonic() - began < WELL_AFTER_MS) throw new Error(reason);
    log.error({ reason }, 'redis-server is gone');
  };
  const policy = retry(handleAll, {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 5000 }),
  }).dangerouslyUnref();
  policy.onFailure(({ reason }) => {
    if ('error' in reason) log.error({ reason: reason.error.message }, 'redis-server is gone');
  });
  const lives = async (): Promise<void> => {
    while (!signal.aborted) await policy.execute(oneLife, signal);
  };
  lives().catch((error: unknown) =>
    log.error({ error: String(error) }, 'redis-server is no longer watched'),
  );

  const endsWithin = async (ms: number): Promise<boolean> => {
    const patience = new AbortController();
    const late = clock.sleep(ms, patience.signal).then(
      () => false,
      () => false,
    );
    const ended = await Promise.race([server.gone.then(() => true), late]);
    patience.abort();
    return ended;
  };
  const signalServer = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      process.kill(server.pid, name);
    } catch (error) {
      log.debug({ error: String(error) }, 'redis-server had ended before the signal');
    }
  };

  return {
    kind: 'running',
    path,
    pid: () => server.pid,
    async close() {
      if (signal.aborted) return;
      ending.abort();
      // A restart that is under way would leave a server behind that nobody knows.
      await starting.catch(() => undefined);
      await orderShutdown(path);
      if (!(await endsWithin(SAVE_WITHIN_MS))) {
        log.warn({ pid: server.pid }, 'redis-server does not end by itself');
        signalServer('SIGTERM');
        if (!(await endsWithin(SIGNAL_WITHIN_MS))) signalServer('SIGKILL');
        await endsWithin(SIGNAL_WITHIN_MS);
      }
      lock.release();
    },
  };
};
