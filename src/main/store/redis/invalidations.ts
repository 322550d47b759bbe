import { Cluster, type Redis } from 'ioredis';
import type { Clock } from '../../clock.ts';
import { mastersOf } from './cluster-masters.ts';
import { InvalidationChannel, type InvalidationEvents } from './invalidation-channel.ts';
import type { RedisAddress } from './redis-address.ts';
import type { RedisClient } from './redis-clients.ts';

export interface TopologyEvents extends InvalidationEvents {
  /** Keys may stand on other servers now, whose changes nobody tells yet. */
  moved(): void;
}

/** Every server that holds keys tells what changes there: tracking knows only its own server's keys. */
export class Invalidations {
  private readonly channels = new Map<string, InvalidationChannel>();
  private readonly client: RedisClient;
  private readonly address: RedisAddress;
  private readonly events: TopologyEvents;
  private readonly clock: Clock;
  private readonly prefixes: readonly string[] | undefined;
  /** `prefixes`: of the keys that are told; the catalogue's where absent. */
  constructor(
    client: RedisClient,
    address: RedisAddress,
    events: TopologyEvents,
    clock: Clock,
    prefixes?: readonly string[],
  ) {
    this.prefixes = prefixes;
    this.client = client;
    this.address = address;
    this.events = events;
    this.clock = clock;
    if (client instanceof Cluster) {
      const moved = () => events.moved();
      // In the same turn, before an answer of the new server is believed.
      client.on('+node', moved);
      client.on('-node', moved);
      client.on('refresh', () => this.compare(client));
    } else this.channels.set('', this.channelTo({}));
  }

  /** True where all of them tell from now on; ask `open` again after reading. @throws as `mastersOf` */
  async track(): Promise<boolean> {
    const masters = mastersOf(this.client);
    this.keepTo(masters);
    const tracked = await Promise.all(
      [...masters].map(async ([name, node]) => this.channels.get(name)?.track(node)),
    );
    return tracked.every((tells) => tells === true);
  }

  get open(): boolean {
    const channels = [...this.channels.values()];
    return channels.length > 0 && channels.every((channel) => channel.open);
  }

  /** Channels that died without a word are noticed here, and made again. */
  async check(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.check()));
  }

  close(): void {
    for (const channel of this.channels.values()) channel.close();
  }

  /** A replica that became a master takes over without an event of its own. */
  private compare(client: Cluster): void {
    if (this.channels.size === 0) return;
    const names = client
      .nodes('master')
      .map(({ options }) => `${options.host}:${options.port}`);
    const same = names.length === this.channels.size;
    if (!same || names.some((name) => !this.channels.has(name))) this.events.moved();
  }

  private keepTo(masters: ReadonlyMap<string, Redis>): void {
    for (const [name, channel] of this.channels) {
      if (masters.has(name)) continue;
      channel.close();
      this.channels.delete(name);
    }
    for (const [name, { options }] of masters) {
      if (this.channels.has(name)) continue;
      const { host, port } = options;
      this.channels.set(name, this.channelTo({ host, port }));
    }
  }

  private channelTo(place: { host?: string | undefined; port?: number | undefined }) {
    const options = { ...this.address.options, ...place };
    return new InvalidationChannel(options, this.events, this.clock, this.prefixes);
  }
}
