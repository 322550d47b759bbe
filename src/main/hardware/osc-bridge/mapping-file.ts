import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { MappingFault, MappingStatus } from '#shared/contract/osc-bridge.ts';
import { isoNow, type Clock } from '../../clock.ts';
import type { Mapping } from './mapping-schema.ts';
import { readMappingText, stampOf } from './mapping-text.ts';
import { readMapping, type PlaceOf, type ReadMapping } from './read-mapping.ts';

/** An editor writes in several steps. */
const SETTLE_MS = 100;
/** Where changes are not told, as on network drives. */
const LOOK_EVERY_MS = 3000;

export interface MappingFileDeps {
  clock: Clock;
  /** Takes a mapping into use. What it returns is why it can't, and keeps the old one in use. */
  take(mapping: Mapping, placeOf: PlaceOf): Promise<MappingFault | null>;
  /** The status is another one. */
  changed(): void;
}

/** Never rejects. */
const readFrom = async (file: string): Promise<{ read: ReadMapping; stamp: string }> => {
  const found = await readMappingText(file);
  const read = 'fault' in found ? { faults: [found.fault] } : readMapping(found.text);
  return { read, stamp: found.stamp };
};

/**
 * A mapping file that is read again whenever it changes. A new file with faults changes nothing: the mapping that was in
 * use stays in use, and the status says so.
 */
export class MappingFile {
  readonly #file: string;
  readonly #deps: MappingFileDeps;
  #stamp = '';
  #current: Mapping | null = null;
  #loadedAt: string | null = null;
  #faults: MappingFault[] = [];
  #turn: Promise<void> = Promise.resolve();
  #ending: AbortController | null = null;
  #settling: AbortController | null = null;
  #watcher: FSWatcher | null = null;

  constructor(file: string, deps: MappingFileDeps) {
    this.#file = resolve(file);
    this.#deps = deps;
  }

  get status(): MappingStatus {
    const faults = [...this.#faults];
    return {
      file: this.#file,
      stamp: this.#stamp,
      loaded_at: this.#loadedAt,
      to_osc: this.#current?.to_osc.length ?? 0,
      to_websocket: this.#current?.to_websocket.length ?? 0,
      faults,
      words: wordsOf(faults, this.#loadedAt !== null),
    };
  }

  /** Reads the file, and again whenever it changes. Resolves when it has been read once. */
  async start(): Promise<void> {
    if (this.#ending) return this.#turn;
    this.#ending = new AbortController();
    this.#watch();
    void this.#look(this.#ending.signal);
    await this.reload();
  }

  /** Resolves when what was being read has been. */
  async stop(): Promise<void> {
    this.#ending?.abort();
    this.#ending = null;
    this.#settling?.abort();
    this.#watcher?.close();
    this.#watcher = null;
    await this.#turn;
  }

  /** Reads it now. */
  reload(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#load());
    return this.#turn;
  }

  async #load(): Promise<void> {
    const { read, stamp } = await readFrom(this.#file);
    this.#stamp = stamp;
    if ('faults' in read) this.#faults = read.faults;
    else {
      const refused = await this.#deps.take(read.mapping, read.placeOf);
      this.#faults = refused ? [refused] : [];
      if (!refused) {
        this.#current = read.mapping;
        this.#loadedAt = isoNow(this.#deps.clock);
      }
    }
    this.#deps.changed();
  }

  #watch(): void {
    const name = basename(this.#file);
    try {
      // The folder: an editor puts a new file in the place of the old one.
      this.#watcher = watch(dirname(this.#file), (_, changed) => {
        if (changed === null || changed === name) void this.#settle();
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // `#look` does without.
    }
  }

  async #settle(): Promise<void> {
    this.#settling?.abort();
    this.#settling = new AbortController();
    try {
      await this.#deps.clock.sleep(SETTLE_MS, this.#settling.signal);
    } catch {
      return;
    }
    await this.reload();
  }

  async #look(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#deps.clock.sleep(LOOK_EVERY_MS, signal);
      } catch {
        return;
      }
      if ((await stampOf(this.#file)) !== this.#stamp) await this.reload();
    }
  }
}

const wordsOf = ([first, ...more]: readonly MappingFault[], inUse: boolean): string => {
  if (!first)
    return inUse ? 'The mapping file is in use.' : 'The mapping file is not read yet.';
  const others = more.length > 0 ? ` And ${more.length} more.` : '';
  const kept = inUse
    ? ' The mapping from before stays in use.'
    : ' Nothing is translated until it is right.';
  return `Line ${first.line}, column ${first.column}: ${first.message} ${first.hint}${others}${kept}`;
};
