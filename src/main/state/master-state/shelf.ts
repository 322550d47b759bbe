import type { LostPatchShelf } from './lost-patches.ts';

/** What stands at a session's key, and the last entry of its history (`version-sequence`, empty where there is none). */
export interface Standing {
  /** Empty where there is none. */
  text: string;
  recorded: string;
}

export interface HistoryRow {
  id: string;
  /** JSON: see `commit-record.ts`. */
  record: string;
}

const MOST_ROWS = 200;
const PAGE_BYTES = 1_000_000;

/** How many rows like these are read at once: about a megabyte, which Redis answers in time however large they are. */
export const nextPage = (rows: readonly HistoryRow[]): number => {
  const bytes = rows.reduce((sum, { record }) => sum + record.length, 0);
  const fitting = Math.floor((PAGE_BYTES * rows.length) / Math.max(bytes, 1));
  return Math.min(MOST_ROWS, Math.max(1, fitting));
};

/** What is written in one step, provided that `stands` is what stands there. */
export interface Move {
  stands: Standing;
  next: string;
  /** The state began anew: what the history holds is of another life. */
  anew: boolean;
  entries: { version: number; record: string }[];
  bounds: HistoryBounds;
  /** Lost patches that it tries again: each has to be there still, and is gone with it. */
  settles: readonly string[];
}

/** The id of the last entry, or why nothing was written: something else stands there, or a lost patch is `gone`. */
export type Moved = { recorded: string } | { stands: Standing; gone: string | null };

/** How much of a session's history is kept: about so many entries, and so many bytes of them. */
export interface HistoryBounds {
  maxEntries: number;
  maxBytes: number;
}

/** Where the master states stand, with their histories. Adapters: Redis and memory, one conformance suite. */
export interface MasterStateShelf {
  /** Patches that came too late. */
  readonly lost: LostPatchShelf;
  /** Those that have a state. Walks the keys: for a listing that a person asks for. @throws StoreUnavailable */
  sessions(): Promise<string[]>;
  /** @throws StoreUnavailable */
  read(session: string): Promise<Standing>;
  /** @throws StoreUnavailable, which says where it may have been written all the same */
  move(session: string, move: Move): Promise<Moved>;
  /** Entries after an id, oldest first. @throws StoreUnavailable */
  after(session: string, id: string, limit: number): Promise<HistoryRow[]>;
  /** Entries before an id (or from the newest), newest first. @throws StoreUnavailable */
  before(session: string, id: string | null, limit: number): Promise<HistoryRow[]>;
  /** Told of every change, by whomever; null where any may have changed. Returns the way to stop. */
  onChange(listener: (session: string | null) => void): () => void;
  close(): void;
}

/** The version and the sequence of an id; zeros of an empty one. */
export const placeOf = (id: string): [version: number, sequence: number] => {
  const [version = '', sequence = ''] = id.split('-');
  return [Number(version), Number(sequence)];
};

/** The id of the next entry: several may tell of one version, where somebody wrote over it. */
export const nextId = (recorded: string, version: number): string => {
  const [last, sequence] = placeOf(recorded);
  return recorded !== '' && last === version ? `${version}-${sequence + 1}` : `${version}-0`;
};
