import type { Redis, RedisOptions } from 'ioredis';
import type { Clock } from '../../clock.ts';
import { WATCHED_PREFIXES } from '../keys.ts';
import { connectListener } from './redis-clients.ts';

/** A channel that stands on another server than the commands is made again so often at most. */
const TURN_MS = 1000;

/** How long a connection that is being made is waited for before reading without it. */
const OPENS_WITHIN_MS = 300;

const CHANNEL = '__redis__:invalidate';

/** Names one run of one server; empty where we may not ask. */
const runIdOf = async (client: Redis): Promise<string> => {
  const info = await client.info('server').catch(() => '');
  return /^run_id:(\w+)/m.exec(info)?.[1] ?? '';
};

export interface InvalidationEvents {
  /** Somebody changed these; null: everything was emptied. */
  changed(keys: string[] | null): void;
  /** It can be asked to track again. */
  opened(): void;
  lost(): void;
}

/** A connection of its own on which Redis says which keys changed: client tracking, broadcast by prefix. */
export class InvalidationChannel {
  private readonly listener: Redis;
  private readonly clock: Clock;
  /** The server's number of this connection, while it listens. */
  private clientId: number | null = null;
  /** Which server it is on: after a failover the two connections may stand on different ones for a while. */
  private server = '';
  private turnedAt = -Infinity;
  private opening = Promise.withResolvers<void>();
  private readonly prefixes: readonly string[];
  constructor(
    options: RedisOptions,
    events: InvalidationEvents,
    clock: Clock,
    prefixes: readonly string[] = WATCHED_PREFIXES,
  ) {
    this.clock = clock;
    this.prefixes = prefixes;
    this.listener = connectListener(options);
    this.listener.on('error', () => undefined);
    this.listener.on('ready', () => void this.listen(events));
    this.listener.on('close', () => {
      if (this.clientId === null) return;
      this.clientId = null;
      this.opening = Promise.withResolvers<void>();
      events.lost();
    });
    // Keys of one prefix that changed in the same moment arrive joined by commas; FLUSHALL as empty text.
    this.listener.on('message', (_channel: string, keys: string) =>
      events.changed(keys === '' ? null : keys.split(',')),
    );
  }

  /**
   * Has the server tell what others change from now on, this connection's own plain writes left out.
   * True where it does; ask `open` again after reading, because the channel may be gone by then.
   */
  async track(commands: Redis): Promise<boolean> {
    await this.untilOpen();
    const id = this.clientId;
    if (id === null) return false;
    if ((await runIdOf(commands)) !== this.server) {
      // One of the two still stands on the server that was the master before.
      const now = this.clock.monotonic();
      if (now - this.turnedAt > TURN_MS) this.listener.disconnect(true);
      this.turnedAt = now;
      return false;
    }
    const prefixes = this.prefixes.flatMap((prefix) => ['PREFIX', prefix]);
    // Off first: prefixes that are tracked already are refused as overlapping.
    await Promise.all([
      commands.call('CLIENT', 'TRACKING', 'OFF'),
      commands.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id, 'BCAST', 'NOLOOP', ...prefixes),
    ]);
    return this.clientId === id;
  }

  get open(): boolean {
    return this.clientId !== null;
  }

  /** A connection that died without a word is noticed here, and made again. */
  async check(): Promise<void> {
    if (this.clientId === null) return;
    await this.listener.ping().catch(() => this.listener.disconnect(true));
  }

  close(): void {
    this.listener.disconnect();
  }

  private async untilOpen(): Promise<void> {
    const ending = new AbortController();
    const late = this.clock.sleep(OPENS_WITHIN_MS, ending.signal).catch(() => undefined);
    await Promise.race([this.opening.promise, late]);
    ending.abort();
  }

  private async listen(events: InvalidationEvents): Promise<void> {
    try {
      // In this order: a RESP2 connection that has subscribed may not ask for its number.
      const id = await this.listener.client('ID');
      this.server = await runIdOf(this.listener);
      await this.listener.subscribe(CHANNEL);
      this.clientId = id;
      this.opening.resolve();
      events.opened();
    } catch {
      this.listener.disconnect(true);
    }
  }
}
