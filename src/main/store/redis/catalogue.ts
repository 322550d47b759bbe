import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { buttonOf, entityOf, keyOf, STATE_PREFIX } from '../keys.ts';
import type { StoreChanges } from '../store-changes.ts';
import { StoreUnavailable, type Entities, type Kind, type Lookup } from '../store.ts';
import { ButtonStates } from './button-states.ts';
import type { Connection } from './connection.ts';
import { Invalidations } from './invalidations.ts';
import { readTexts, scanKeys } from './key-reader.ts';
import { NearCache } from './near-cache.ts';
import type { RedisAddress } from './redis-address.ts';
import { Refresh } from './refresh.ts';

/** A press of our own is told too, because a script wrote it: presses are looked at in batches. */
const BUTTON_GATHER_MS = 15;

/** What Redis holds, kept at hand: read once, then told by Redis key by key. */
export class Catalogue {
  readonly cache: NearCache;
  readonly buttons: ButtonStates;
  private readonly connection: Connection;
  private readonly invalidations: Invalidations;
  private readonly entityRefresh: Refresh;
  private readonly buttonRefresh: Refresh;
  private readonly log: Log;
  private loading: Promise<void> | null = null;
  private again = false;
  /** The channel is being asked for: a reading that waits for it need not be begun again. */
  private tracking = false;

  constructor(
    connection: Connection,
    address: RedisAddress,
    changes: StoreChanges,
    clock: Clock,
    log: Log,
    signal: AbortSignal,
  ) {
    this.connection = connection;
    this.log = log;
    this.cache = new NearCache(changes);
    this.buttons = new ButtonStates(changes);
    const read = (keys: string[]) => this.refresh(keys);
    // Messages that arrived together are handled in one turn: a microtask later all of them are in.
    this.entityRefresh = new Refresh(() => Promise.resolve(), read);
    this.buttonRefresh = new Refresh(
      () => clock.sleep(BUTTON_GATHER_MS, signal).catch(() => undefined),
      read,
    );
    this.invalidations = new Invalidations(
      connection.client,
      address,
      {
        changed: (keys) => this.changed(keys),
        opened: () => this.openedChannel(),
        lost: () => this.cache.distrust(),
        moved: () => {
          this.cache.distrust();
          this.startAgain();
        },
      },
      clock,
    );
  }

  /** Reads everything, from then on kept up to date where Redis can tell. Rejects where Redis fails. */
  async load(): Promise<void> {
    // A load that runs already may have passed what this caller must see.
    this.again = this.loading !== null;
    this.loading ??= this.loadUntilCurrent().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Called now and then: mends what was lost without a word. */
  async check(): Promise<void> {
    await this.invalidations.check();
    if (!this.cache.live && this.invalidations.open) this.startAgain();
  }

  async read<K extends Kind>(kind: K, name: string): Promise<Lookup<Entities[K]>> {
    const key = keyOf(kind, name);
    if (key === null) return { found: 'absent' };
    const known = this.cache.peek(kind, name);
    return known ?? this.fetch(kind, name, key);
  }

  private async fetch<K extends Kind>(
    kind: K,
    name: string,
    key: string,
  ): Promise<Lookup<Entities[K]>> {
    const ticket = this.cache.ticket();
    try {
      const [text = null] = await this.connection.ask((client) => readTexts(client, [key]));
      this.cache.apply(kind, name, text, ticket);
      if (text === null) return { found: 'absent' };
    } catch (error) {
      const known = this.cache.lastKnown(kind, name);
      if (known && error instanceof StoreUnavailable) return known;
      throw error;
    }
    const found = this.cache.lastKnown(kind, name) ?? { found: 'absent' };
    return found.found === 'present' ? { ...found, source: 'redis' } : found;
  }

  async list<K extends Kind>(kind: K): Promise<Entities[K][]> {
    if (this.cache.live) await this.entityRefresh.idle();
    try {
      if (!this.cache.live) await this.connection.ask(() => this.load());
    } catch (error) {
      const known = this.cache.list(kind);
      if (known && error instanceof StoreUnavailable) return known;
      throw error;
    }
    return this.cache.list(kind) ?? [];
  }

  close(): void {
    this.invalidations.close();
  }

  private openedChannel(): void {
    if (!this.tracking) this.startAgain();
  }

  private startAgain(): void {
    if (!this.connection.up) return;
    this.load().catch((error: unknown) => {
      this.connection.noteFailure(error);
      this.log.warn({ error: String(error) }, 'the catalogue could not be read from Redis');
    });
  }

  private async loadUntilCurrent(): Promise<void> {
    do {
      this.again = false;
      await this.loadOnce();
    } while (this.again);
  }

  private async loadOnce(): Promise<void> {
    const { client } = this.connection;
    const tracked = await this.track();
    const before = this.cache.ticket();
    const keys = (await scanKeys(client)).filter((key) => entityOf(key) ?? buttonOf(key));
    const found = new Set(keys);
    await this.take([...keys, ...this.buttons.keys().filter((key) => !found.has(key))]);
    this.cache.loaded(before, tracked && this.invalidations.open && !this.again);
  }

  private async track(): Promise<boolean> {
    this.tracking = true;
    try {
      return await this.invalidations.track();
    } catch (error) {
      this.log.warn(
        { error: String(error) },
        'Redis does not tell what changes: reads go to it',
      );
      return false;
    } finally {
      this.tracking = false;
    }
  }

  private changed(keys: string[] | null): void {
    if (keys === null) {
      this.cache.distrust();
      this.startAgain();
      return;
    }
    for (const key of keys) {
      // First, and judged only when it is read: our own presses come back here too.
      if (key.startsWith(STATE_PREFIX)) {
        this.buttonRefresh.add(key);
        continue;
      }
      const entity = entityOf(key);
      if (!entity) continue;
      this.cache.invalidate(entity.kind, entity.name);
      this.entityRefresh.add(key);
    }
  }

  private async refresh(keys: string[]): Promise<void> {
    if (!this.connection.up) return;
    try {
      await this.take(keys);
    } catch (error) {
      // What is not known to be true is not answered: everything is read again at the next check.
      this.cache.distrust();
      this.connection.noteFailure(error);
    }
  }

  private async take(keys: string[]): Promise<void> {
    const ticket = this.cache.ticket();
    const texts = await readTexts(this.connection.client, keys);
    for (const [index, key] of keys.entries()) {
      const text = texts[index] ?? null;
      const button = buttonOf(key);
      if (button) {
        this.buttons.learn(key, button, text);
        continue;
      }
      const entity = entityOf(key);
      if (entity) this.cache.apply(entity.kind, entity.name, text, ticket);
    }
  }
}
