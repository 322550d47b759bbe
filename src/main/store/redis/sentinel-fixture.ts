import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { Store } from '../store.ts';
import { freePort, RedisFixture, silentLog, untilState } from './redis-fixture.ts';
import { openRedisStore } from './redis-store.ts';

const NAME = 'show';
const SENTINELS = 3;

interface Server {
  fixture: RedisFixture;
  port: number;
  /** Another process's plain connection to this server alone. */
  client: Redis;
}

const startServer = async (): Promise<Server> => {
  const port = await freePort();
  const fixture = await RedisFixture.open({
    port: String(port),
    bind: '127.0.0.1',
    'repl-diskless-sync-delay': '0',
    appendfsync: 'no',
  });
  return { fixture, port, client: fixture.other() };
};

const startSentinel = async (dir: string, port: number, watched: number) => {
  await mkdir(dir);
  const file = join(dir, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${watched} 2`,
    `sentinel down-after-milliseconds ${NAME} 400`,
    `sentinel failover-timeout ${NAME} 2000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
};

/** A master, its replica, and three sentinels on loopback that watch them. */
export class SentinelFixture {
  private readonly servers: [Server, Server];
  private readonly ports: number[];
  private readonly sentinels: ChildProcess[];
  private readonly client: Redis;
  private stores: Store[] = [];
  private constructor(servers: [Server, Server], ports: number[], sentinels: ChildProcess[]) {
    this.servers = servers;
    this.ports = ports;
    this.sentinels = sentinels;
    this.client = new Redis({
      host: '127.0.0.1',
      port: ports[0] ?? 0,
      retryStrategy: () => 20,
    });
    this.client.on('error', () => undefined);
  }

  static async open(): Promise<SentinelFixture> {
    const servers: [Server, Server] = [await startServer(), await startServer()];
    const [master, replica] = servers;
    await replica.client.replicaof('127.0.0.1', master.port);
    await vi.waitFor(
      async () => {
        const info = await replica.client.info('replication');
        if (!info.includes('master_link_status:up')) throw new Error(info);
      },
      { interval: 20, timeout: 10_000 },
    );
    const ports: number[] = [];
    const sentinels: ChildProcess[] = [];
    for (let count = 0; count < SENTINELS; count += 1) {
      const port = await freePort();
      ports.push(port);
      const dir = master.fixture.inDir(`sentinel-${count}`);
      sentinels.push(await startSentinel(dir, port, master.port));
    }
    const fixture = new SentinelFixture(servers, ports, sentinels);
    await fixture.untilWatched();
    return fixture;
  }

  /** The server that the sentinels call the master, and the other one. */
  async roles(): Promise<{ master: Server; replica: Server }> {
    const [, port] = await this.masterAddress();
    const [a, b] = this.servers;
    return Number(port) === a.port ? { master: a, replica: b } : { master: b, replica: a };
  }

  /** Resolves when the sentinels have agreed on the other server. */
  async untilPromoted(from: Server): Promise<void> {
    await vi.waitFor(
      async () => {
        const [, port] = await this.masterAddress();
        if (Number(port) === from.port) throw new Error('not yet');
      },
      { interval: 20, timeout: 15_000 },
    );
  }

  async failOver(): Promise<void> {
    await this.client.call('SENTINEL', 'FAILOVER', NAME);
  }

  async store(): Promise<Store> {
    const hosts = this.ports.map((port) => `127.0.0.1:${port}`).join(',');
    const store = await openRedisStore({
      connection: { kind: 'url', url: `redis+sentinel://${hosts}/${NAME}` },
      clock: systemClock,
      log: silentLog,
    });
    this.stores.push(store);
    await untilState(store, 'ready');
    return store;
  }

  async close(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.close()));
    this.client.disconnect();
    await Promise.all(
      this.sentinels.map(async (sentinel) => {
        const gone = once(sentinel, 'exit');
        sentinel.kill('SIGKILL');
        await gone;
      }),
    );
    await Promise.all(this.servers.map(({ fixture }) => fixture.close()));
  }

  private async masterAddress(): Promise<string[]> {
    const address = await this.client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME);
    return Array.isArray(address) ? address.map(String) : [];
  }

  /** Every sentinel knows the replica and the others, and a fail-over could begin. */
  private async untilWatched(): Promise<void> {
    for (const port of this.ports) {
      const sentinel = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20 });
      sentinel.on('error', () => undefined);
      await vi.waitFor(
        async () => {
          await sentinel.call('SENTINEL', 'CKQUORUM', NAME);
          for (const what of ['REPLICAS', 'SENTINELS']) {
            const known = await sentinel.call('SENTINEL', what, NAME);
            const enough = what === 'REPLICAS' ? 1 : SENTINELS - 1;
            if (!Array.isArray(known) || known.length < enough) throw new Error(what);
          }
        },
        { interval: 50, timeout: 15_000 },
      );
      sentinel.disconnect();
    }
  }
}
