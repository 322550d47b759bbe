import type { Corruption } from '#shared/contract/mirror.ts';
import { Listeners } from './listeners.ts';
import type { Entities, Kind, StoreChange } from './store.ts';

const changes: {
  [K in Kind]: (name: string, value: Entities[K] | null) => StoreChange;
} = {
  config: (name, value) => ({ kind: 'config', name, value }),
  protocol: (name, value) => ({ kind: 'protocol', name, value }),
  device: (name, value) => ({ kind: 'device', name, value }),
  intent: (name, value) => ({ kind: 'intent', name, value }),
  macro: (name, value) => ({ kind: 'macro', name, value }),
  macro_run: (name, value) => ({ kind: 'macro_run', name, value }),
  layout: (name, value) => ({ kind: 'layout', name, value }),
  session: (name, value) => ({ kind: 'session', name, value }),
  venue: (name, value) => ({ kind: 'venue', name, value }),
  hardware: (name, value) => ({ kind: 'hardware', name, value }),
  pack: (name, value) => ({ kind: 'pack', name, value }),
};

/** Tells what changed, and keeps the list of what can't be read. */
export class StoreChanges {
  private readonly listeners = new Listeners<StoreChange>();
  private readonly corrupt = new Map<string, Corruption>();

  onChange(listener: (change: StoreChange) => void): () => void {
    return this.listeners.add(listener);
  }

  tell(change: StoreChange): void {
    this.listeners.tell(change);
  }

  tellEntity<K extends Kind>(kind: K, name: string, value: Entities[K] | null): void {
    this.tell(changes[kind](name, value));
  }

  /** What a reading of the key found: null where it can be read or is gone. Told only when it is news. */
  noteCorruption(key: string, found: { problem: string; raw: string } | null): void {
    const before = this.corrupt.get(key);
    if (found === null) {
      if (this.corrupt.delete(key)) this.tell({ kind: 'corruption', key, value: null });
      return;
    }
    if (before?.raw === found.raw && before.problem === found.problem) return;
    const value = { key, ...found };
    this.corrupt.set(key, value);
    this.tell({ kind: 'corruption', key, value });
  }

  corruptions(): Corruption[] {
    return [...this.corrupt.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
