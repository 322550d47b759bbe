import { KINDS } from '../keys.ts';
import type { StoreChanges } from '../store-changes.ts';
import type { Entities, Kind, Lookup } from '../store.ts';
import { Shelf } from './shelf.ts';

/**
 * The last known catalogue, and whether it may be believed.
 *
 * One connection runs its commands in the order they were sent, but their answers may be handled in another.
 * So each command draws a ticket when it is sent: an older ticket never overwrites a newer one, and what was
 * asked before an invalidation came is not believed after it.
 */
export class NearCache {
  /**
   * `live`: Redis tells every change, and what is not here does not exist. `blind`: Redis answers but does
   * not tell. `stale`: Redis is away, the last known values stand in.
   */
  private mode: 'live' | 'blind' | 'stale' = 'blind';
  /** Once everything was read: then a missing config or layout is known to be missing. */
  private complete = false;
  private tickets = 0;
  private readonly shelves: { [K in Kind]: Shelf<K> };
  constructor(changes: StoreChanges) {
    this.shelves = {
      config: new Shelf('config', changes),
      protocol: new Shelf('protocol', changes),
      device: new Shelf('device', changes),
      intent: new Shelf('intent', changes),
      macro: new Shelf('macro', changes),
      macro_run: new Shelf('macro_run', changes),
      layout: new Shelf('layout', changes),
      session: new Shelf('session', changes),
      venue: new Shelf('venue', changes),
      hardware: new Shelf('hardware', changes),
      pack: new Shelf('pack', changes),
    };
  }

  get live(): boolean {
    return this.mode === 'live';
  }

  /** Drawn when a command is sent. */
  ticket(): number {
    this.tickets += 1;
    return this.tickets;
  }

  /** Everything was read by commands of this ticket or later; what they did not meet is gone. */
  loaded(ticket: number, trusted: boolean): void {
    for (const kind of KINDS) this.shelves[kind].sweep(ticket);
    this.complete = true;
    this.mode = trusted ? 'live' : 'blind';
  }

  /** Redis no longer tells what changes. */
  distrust(): void {
    if (this.mode === 'live') this.mode = 'blind';
  }

  /** Redis is away, or back and not read yet. */
  away(isAway: boolean): void {
    this.mode = isAway ? 'stale' : 'blind';
  }

  /** Undefined where Redis must be asked. */
  peek<K extends Kind>(kind: K, name: string): Lookup<Entities[K]> | undefined {
    if (this.mode === 'blind') return undefined;
    if (this.mode === 'stale') return this.lastKnown(kind, name);
    const found = this.shelves[kind].current(name);
    return found === null ? { found: 'absent' } : found;
  }

  /** What was seen last, marked as stale. Undefined where nothing is known. */
  lastKnown<K extends Kind>(kind: K, name: string): Lookup<Entities[K]> | undefined {
    const lookup = this.shelves[kind].last(name);
    if (lookup?.found === 'present') return { ...lookup, source: 'stale' };
    // A show may do without these two; their absence must not stop its keys.
    const optional = kind === 'config' || kind === 'layout';
    return lookup ?? (optional && this.complete ? { found: 'absent' } : undefined);
  }

  /** The text that was seen last; null where there was none, undefined where nothing is known. */
  text(kind: Kind, name: string): string | null | undefined {
    return this.shelves[kind].text(name);
  }

  /** The readable ones by name; undefined where they never were all read. */
  list<K extends Kind>(kind: K): Entities[K][] | undefined {
    return this.complete ? this.shelves[kind].values() : undefined;
  }

  /** Takes in what a command of this ticket read or wrote, and tells when it is news. */
  apply(kind: Kind, name: string, text: string | null, ticket: number): void {
    this.shelves[kind].apply(name, text, ticket);
  }

  /** Redis said that the key changed. */
  invalidate(kind: Kind, name: string): void {
    this.shelves[kind].invalidate(name, this.ticket());
  }
}
