import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { untilState as untilFits } from '../store-waits.ts';
import { buttonKeyOf, keyOf } from '../keys.ts';
import type { Store, StoreChange } from '../store.ts';
import { openRedisStore } from './redis-store.ts';

export const silentLog = createLog('silent');

/** A redis-server for one test file, with the clients and stores that were opened on it. */
export class RedisFixture {
  readonly path: string;
  private readonly dir: string;
  private readonly options: Record<string, string>;
  private server: ChildProcess | null = null;
  private closers: (() => Promise<void>)[] = [];
  private constructor(dir: string, options: Record<string, string>) {
    this.dir = dir;
    this.path = join(dir, 'redis.sock');
    this.options = {
      port: '0',
      unixsocket: this.path,
      dir,
      save: '',
      appendonly: 'yes',
      appendfsync: 'always',
      ...options,
    };
  }

  static async open(options: Record<string, string> = {}): Promise<RedisFixture> {
    const fixture = new RedisFixture(await mkdtemp(join(tmpdir(), 'mcr-redis-')), options);
    await fixture.start();
    return fixture;
  }

  async start(): Promise<void> {
    const options = Object.entries(this.options).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]);
    this.server = spawn('redis-server', options, { stdio: 'ignore' });
    const probe = new Redis({ path: this.path, retryStrategy: () => 10 });
    probe.on('error', () => undefined);
    await probe.ping();
    probe.disconnect();
  }

  /** SIGSTOP and SIGCONT make it silent and let it speak again. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.server?.kill(name);
  }

  async kill(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  /** Another process's plain connection. */
  other(): Redis {
    const client = new Redis({ path: this.path, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    this.closers.push(async () => client.disconnect());
    return client;
  }

  /** A socket that passes everything on, until the answers on its connections so far get lost. */
  async deafLine(): Promise<{ path: string; swallowAnswers(): void }> {
    const path = join(this.dir, `line-${this.closers.length}.sock`);
    const pairs: [near: Socket, far: Socket][] = [];
    const line = createServer((near) => {
      const far = createConnection(this.path);
      near.on('error', () => far.destroy()).pipe(far);
      far.on('error', () => near.destroy()).pipe(near);
      pairs.push([near, far]);
    });
    line.listen(path);
    await once(line, 'listening');
    this.closers.push(async () => {
      for (const socket of pairs.flat()) socket.destroy();
      line.close();
    });
    const swallowAnswers = () => {
      for (const [near, far] of pairs) far.unpipe(near).resume();
    };
    return { path, swallowAnswers };
  }

  async store(outboxFile?: string, path = this.path): Promise<Store> {
    const store = await openRedisStore({
      connection: { kind: 'socket', path, label: 'managed' },
      clock: systemClock,
      log: silentLog,
      ...(outboxFile ? { outboxFile } : {}),
    });
    this.closers.push(() => store.close());
    return store;
  }

  async readyStore(outboxFile?: string, path?: string): Promise<Store> {
    const store = await this.store(outboxFile, path);
    await untilState(store, 'ready');
    return store;
  }

  inDir(name: string): string {
    return join(this.dir, name);
  }

  /** Closes clients and stores and empties the server. */
  async reset(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()));
    this.closers = [];
    if (!this.server) await this.start();
    const client = this.other();
    await client.flushall();
    await client.script('FLUSH');
    client.disconnect();
  }

  async close(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()));
    await this.kill();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Writes for another process, and waits until the store has heard of it: it is told on another connection. */
export const heard = async (
  store: Store,
  key: string,
  write: () => Promise<unknown>,
): Promise<void> => {
  const told = Promise.withResolvers<void>();
  const stop = store.onChange((change) => {
    if (keyTold(change) === key) told.resolve();
  });
  try {
    await write();
    await told.promise;
  } finally {
    stop();
  }
};

const keyTold = (change: StoreChange): string | null => {
  if (change.kind === 'corruption') return change.key;
  if (change.kind === 'execution') return null;
  if (change.kind === 'button')
    return buttonKeyOf(change.value.device_id, change.value.button_id);
  return keyOf(change.kind, change.name);
};

/** A TCP port on loopback that nobody listened on a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

export const untilState = (
  store: Store,
  state: 'ready' | 'away',
  timeout = 8000,
): Promise<void> => untilFits(store, (now) => now === state, AbortSignal.timeout(timeout));
