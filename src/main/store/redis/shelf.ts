import { keyOf } from '../keys.ts';
import type { StoreChanges } from '../store-changes.ts';
import { decodeEntity } from '../stored-text.ts';
import type { Entities, Kind, Lookup } from '../store.ts';

/** Names that come and go, as those of runs do, would pile up for ever. */
const MOST_GONE = 10_000;

interface Entry<T> {
  /** The stored text; null where the key is gone: it stays, so that an older answer can't bring it back. */
  text: string | null;
  lookup: Lookup<T>;
  /** The ticket of the command that this came from. */
  ticket: number;
  /** The ticket drawn when Redis last said that the key changed. */
  changed: number;
}

/** The last known values of one kind. Tickets order the commands they came from: see NearCache. */
export class Shelf<K extends Kind> {
  private readonly kind: K;
  private readonly changes: StoreChanges;
  private readonly entries = new Map<string, Entry<Entities[K]>>();
  /** Names of what is gone, the oldest first. */
  private readonly gone = new Set<string>();
  constructor(kind: K, changes: StoreChanges) {
    this.kind = kind;
    this.changes = changes;
  }

  /** Null where nothing is known of the name; undefined where what is known is no longer true. */
  current(name: string): Lookup<Entities[K]> | null | undefined {
    const entry = this.entries.get(name);
    if (!entry) return null;
    return entry.ticket > entry.changed ? entry.lookup : undefined;
  }

  /** What was seen last, true or not any more. */
  last(name: string): Lookup<Entities[K]> | undefined {
    return this.entries.get(name)?.lookup;
  }

  /** The text that was seen last, true or not any more; undefined where nothing is known. */
  text(name: string): string | null | undefined {
    return this.entries.get(name)?.text;
  }

  /** The readable ones by name. */
  values(): Entities[K][] {
    const found: [string, Entities[K]][] = [];
    for (const [name, { lookup }] of this.entries) {
      if (lookup.found === 'present') found.push([name, lookup.value]);
    }
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  }

  /** What no command since this ticket has met is gone. */
  sweep(ticket: number): void {
    for (const [name, entry] of this.entries) {
      if (entry.ticket < ticket) this.apply(name, null, ticket);
    }
  }

  /** The key must be read again before it is believed. */
  invalidate(name: string, changed: number): void {
    const entry = this.entries.get(name);
    if (entry) entry.changed = changed;
    else
      this.entries.set(name, { text: null, lookup: { found: 'absent' }, ticket: 0, changed });
  }

  /** Takes in what a command of this ticket read or wrote, and tells when it is news. */
  apply(name: string, text: string | null, ticket: number): void {
    const key = keyOf(this.kind, name);
    const known = this.entries.get(name);
    if (key === null || (known ? known.ticket > ticket : text === null)) return;
    if (known && known.text === text) {
      known.ticket = ticket;
      this.noteGone(name, text);
      return;
    }
    const lookup = this.decoded(name, key, text);
    this.entries.set(name, { text, lookup, ticket, changed: known?.changed ?? 0 });
    this.noteGone(name, text);
    this.changes.noteCorruption(key, lookup.found === 'corrupt' ? lookup.corruption : null);
    this.changes.tellEntity(this.kind, name, lookup.found === 'present' ? lookup.value : null);
  }

  // No answer that is still on its way is so old that so many have gone since it was asked for.
  private noteGone(name: string, text: string | null): void {
    this.gone.delete(name);
    if (text !== null) return;
    this.gone.add(name);
    for (const oldest of this.gone) {
      if (this.gone.size <= MOST_GONE) break;
      this.gone.delete(oldest);
      this.entries.delete(oldest);
    }
  }

  private decoded(name: string, key: string, raw: string | null): Lookup<Entities[K]> {
    if (raw === null) return { found: 'absent' };
    const decoded = decodeEntity(this.kind, name, raw);
    return decoded.ok
      ? { found: 'present', value: decoded.value, source: 'cache' }
      : { found: 'corrupt', corruption: { key, problem: decoded.problem, raw } };
  }
}
