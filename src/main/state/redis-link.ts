import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Listeners } from '../store/listeners.ts';
import { Connection } from '../store/redis/connection.ts';
import { Invalidations } from '../store/redis/invalidations.ts';
import type { RedisAddress } from '../store/redis/redis-address.ts';
import type { RedisClient } from '../store/redis/redis-clients.ts';
import { MASTER_PREFIX, VARIABLES_PREFIX } from './state-keys.ts';

/** The state's own connection to Redis, which also tells what changes below its prefixes, by whomever. */
export class RedisLink {
  private readonly connection: Connection;
  private readonly invalidations: Invalidations;
  private readonly changes = new Listeners<readonly string[] | null>();
  private readonly first = Promise.withResolvers<void>();
  private readonly log: Log;
  /** Whether Redis tells of changes: where it does not, a look now and then has to do. */
  private live = false;

  constructor(
    address: RedisAddress,
    clock: Clock,
    log: Log,
    prepare?: (client: RedisClient) => void,
  ) {
    this.log = log;
    this.connection = new Connection(address, clock, {
      up: () => void this.arrive(),
      down: (reason) => {
        this.live = false;
        log.warn({ redis: address.label, reason }, 'the shared state is away');
      },
      checked: () => void this.check(),
    });
    prepare?.(this.connection.client);
    const again = () => {
      this.live = false;
      void this.track();
    };
    this.invalidations = new Invalidations(
      this.connection.client,
      address,
      {
        changed: (keys) => this.changes.tell(keys),
        opened: () => {
          if (this.connection.up && !this.live) void this.track();
        },
        lost: () => {
          this.live = false;
        },
        moved: again,
      },
      clock,
      [MASTER_PREFIX, VARIABLES_PREFIX],
    );
  }

  get client(): RedisClient {
    return this.connection.client;
  }

  /** True while Redis answers. */
  get up(): boolean {
    return this.connection.up;
  }

  /** Resolves when Redis was there for the first time and tells of changes. */
  get ready(): Promise<void> {
    return this.first.promise;
  }

  /** @throws StoreUnavailable where Redis is away, falls silent or refuses. Ends within 1 s. */
  ask<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.connection.ask(work);
  }

  /** Told of keys that changed; null where any may have. Returns the way to stop. */
  onChange(listener: (keys: readonly string[] | null) => void): () => void {
    return this.changes.add(listener);
  }

  close(): void {
    this.invalidations.close();
    this.connection.close();
  }

  private async arrive(): Promise<void> {
    await this.track();
    this.first.resolve();
  }

  private async check(): Promise<void> {
    await this.invalidations.check();
    if (!this.live && this.invalidations.open) await this.track();
    // Nobody tells: whoever watches looks for himself.
    else if (!this.live) this.changes.tell(null);
  }

  private async track(): Promise<void> {
    try {
      this.live = (await this.invalidations.track()) && this.invalidations.open;
    } catch (error) {
      this.live = false;
      this.log.warn(
        { error: String(error) },
        'Redis does not tell what changes in the shared state: it is looked at once a second',
      );
    }
    this.changes.tell(null);
  }
}
