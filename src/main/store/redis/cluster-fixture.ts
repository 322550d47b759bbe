import type { Redis } from 'ioredis';
import { vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { Store } from '../store.ts';
import { freePort, RedisFixture, silentLog, untilState } from './redis-fixture.ts';
import { openRedisStore } from './redis-store.ts';

const SLOTS = 16_384;

interface Node {
  server: RedisFixture;
  port: number;
  /** Another process's plain connection to this server alone. */
  client: Redis;
}

const startNode = async (): Promise<Node> => {
  const port = await freePort();
  const server = await RedisFixture.open({
    'cluster-enabled': 'yes',
    bind: '127.0.0.1',
    port: String(port),
    'cluster-port': String(await freePort()),
    'cluster-node-timeout': '2000',
    appendfsync: 'no',
  });
  return { server, port, client: server.other() };
};

/** A cluster of servers on loopback, each of which owns a third (or so) of the slots. */
export class ClusterFixture {
  readonly nodes: Node[];
  private stores: Store[] = [];
  private constructor(nodes: Node[]) {
    this.nodes = nodes;
  }

  /** `spare` servers belong to it and own nothing. */
  static async open(masters = 3, spare = 0): Promise<ClusterFixture> {
    const nodes = await Promise.all(Array.from({ length: masters + spare }, startNode));
    const cluster = new ClusterFixture(nodes);
    const first = cluster.at(0);
    for (const [index, { client, port }] of nodes.entries()) {
      const [from, to] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / masters));
      if (index < masters)
        await client.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      const bus = await client.config('GET', 'cluster-port');
      const meet = ['127.0.0.1', port, String(Array.isArray(bus) ? bus[1] : 0)] as const;
      if (index > 0) await first.client.call('CLUSTER', 'MEET', ...meet);
    }
    await cluster.untilAgreed();
    return cluster;
  }

  at(index: number): Node {
    const node = this.nodes[index];
    if (!node) throw new Error(`no server ${index}`);
    return node;
  }

  /** Resolves when every server knows all of them and says that all is well. */
  async untilAgreed(): Promise<void> {
    await vi.waitFor(
      async () => {
        for (const { client } of this.nodes) {
          const info = await client.cluster('INFO');
          const known = `cluster_known_nodes:${this.nodes.length}`;
          if (!info.includes('cluster_state:ok') || !info.includes(known))
            throw new Error(info);
        }
      },
      { interval: 20, timeout: 15_000 },
    );
  }

  async store(options: { roomId?: string } = {}): Promise<Store> {
    const store = await openRedisStore({
      connection: { kind: 'url', url: `redis+cluster://127.0.0.1:${this.at(0).port}` },
      clock: systemClock,
      log: silentLog,
      ...options,
    });
    this.stores.push(store);
    await untilState(store, 'ready');
    return store;
  }

  async idOf(index: number): Promise<string> {
    return String(await this.at(index).client.call('CLUSTER', 'MYID'));
  }

  /** Which server owns the key's slot now, in its own opinion: the others learn it late. */
  async ownerOf(key: string): Promise<number> {
    const slot = await this.slotOf(key);
    for (const [index, { client, port }] of this.nodes.entries()) {
      const ranges = await client.cluster('SLOTS');
      const owner = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
      if (owner === port) return index;
    }
    throw new Error(`nobody owns ${key}`);
  }

  slotOf(key: string): Promise<number> {
    return this.at(0).client.cluster('KEYSLOT', key);
  }

  /** Runs on the server that owns the key. */
  async onOwner<T>(key: string, work: (client: Redis) => Promise<T>): Promise<T> {
    return work(this.at(await this.ownerOf(key)).client);
  }

  /** Says on both servers that the slot is on its way; its keys still stand where they were. */
  async beginMove(key: string, to: number): Promise<() => Promise<void>> {
    const slot = await this.slotOf(key);
    const from = await this.ownerOf(key);
    const [source, target] = [this.at(from), this.at(to)];
    const [sourceId, targetId] = [await this.idOf(from), await this.idOf(to)];
    await target.client.cluster('SETSLOT', slot, 'IMPORTING', sourceId);
    await source.client.cluster('SETSLOT', slot, 'MIGRATING', targetId);
    return async () => {
      for (const each of await source.client.cluster('GETKEYSINSLOT', slot, 1000))
        await source.client.migrate('127.0.0.1', target.port, each, 0, 2000);
      for (const { client } of [target, source])
        await client.cluster('SETSLOT', slot, 'NODE', targetId);
    };
  }

  /** Closes the stores and empties the servers. */
  async reset(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.close()));
    this.stores = [];
    await Promise.all(this.nodes.map(({ client }) => client.flushall()));
  }

  async close(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.close()));
    await Promise.all(this.nodes.map(({ server }) => server.close()));
  }
}
