import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Listeners } from '../store/listeners.ts';
import { Connection } from '../store/redis/connection.ts';
import { Invalidations } from '../store/redis/invalidations.ts';
import type { RedisAddress } from '../store/redis/redis-address.ts';
import type { RedisClient } from '../store/redis/redis-clients.ts';
import { StoreUnavailable } from '../store/store.ts';
import { LOST_PREFIX, MASTER_PREFIX, VARIABLES_PREFIX } from './state-keys.ts';

/** True where it was asked and nothing is known of the answer; a refusal is an answer. */
const mayBeWritten = (error: unknown): error is StoreUnavailable => {
  if (!(error instanceof StoreUnavailable) || error.cause === undefined) return false;
  return !(error.cause instanceof Error && error.cause.name === 'ReplyError');
};

/**
 * The state's own connection to Redis. From its first watcher on it also tells what changes below its prefixes, by
 * whomever: that costs each write a message more, so it is not asked for before.
 */
export class RedisLink {
  private readonly connection: Connection;
  private readonly address: RedisAddress;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly changes = new Listeners<readonly string[] | null>();
  private readonly first = Promise.withResolvers<void>();
  private invalidations: Invalidations | null = null;
  /** Whether Redis tells of changes: where it does not, a look now and then has to do. */
  private live = false;

  constructor(
    address: RedisAddress,
    clock: Clock,
    log: Log,
    prepare?: (client: RedisClient) => void,
  ) {
    this.address = address;
    this.clock = clock;
    this.log = log;
    this.connection = new Connection(address, clock, {
      up: () => {
        void this.track();
        this.first.resolve();
      },
      down: (reason) => {
        this.live = false;
        log.warn({ redis: address.label, reason }, 'the shared state is away');
      },
      checked: () => void this.check(),
    });
    prepare?.(this.connection.client);
  }

  get client(): RedisClient {
    return this.connection.client;
  }

  /** True while Redis answers. */
  get up(): boolean {
    return this.connection.up;
  }

  /** Resolves when Redis was there for the first time. */
  get ready(): Promise<void> {
    return this.first.promise;
  }

  /** @throws StoreUnavailable where Redis is away, falls silent or refuses. Ends within 1 s. */
  ask<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.connection.ask(work);
  }

  /**
   * As `ask`, of what changes something: where no answer came the error says that it may be done all the same, and what
   * to do then.
   */
  async write<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    try {
      return await this.ask(work);
    } catch (error) {
      throw mayBeWritten(error)
        ? new StoreUnavailable(
            `${error.message}. It may have been written all the same.`,
            'Read what stands there, and write again only where it is missing. Check that Redis runs and can be reached.',
          )
        : error;
    }
  }

  /** Told of keys that changed; null where any may have. Returns the way to stop. */
  onChange(listener: (keys: readonly string[] | null) => void): () => void {
    const stop = this.changes.add(listener);
    if (this.invalidations === null) {
      this.invalidations = this.open();
      void this.track();
    }
    return stop;
  }

  close(): void {
    this.invalidations?.close();
    this.connection.close();
  }

  /** It is asked to track as soon as its channel is open. */
  private open(): Invalidations {
    const again = () => {
      this.live = false;
      void this.track();
    };
    return new Invalidations(
      this.connection.client,
      this.address,
      {
        changed: (keys) => this.changes.tell(keys),
        opened: () => {
          if (!this.live) void this.track();
        },
        lost: () => {
          this.live = false;
        },
        moved: again,
      },
      this.clock,
      [MASTER_PREFIX, VARIABLES_PREFIX, LOST_PREFIX],
    );
  }

  private async check(): Promise<void> {
    await this.invalidations?.check();
    if (!this.live && this.invalidations?.open) await this.track();
    // Nobody tells: whoever watches looks for himself.
    else if (!this.live) this.changes.tell(null);
  }

  private async track(): Promise<void> {
    const { invalidations } = this;
    if (invalidations === null || !this.connection.up) return;
    try {
      this.live = (await invalidations.track()) && invalidations.open;
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
