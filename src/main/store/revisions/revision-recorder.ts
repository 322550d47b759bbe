import { VersionedKindSchema, type VersionedKind } from '#shared/contract/mirror.ts';
import type { Via } from '#shared/contract/revisions.ts';
import { isoNow, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { nameFields } from '../schemas.ts';
import type { Store, StoreChange } from '../store.ts';
import { untilState, waitAtMost } from '../store-waits.ts';
import type { RevisionEntry } from './revision-log.ts';
import { UnsureWrites } from './unsure-writes.ts';
import { isSame, standingOf, versionedChange, type Standing } from './standing.ts';
import { WaitingRevisions, type NamedRevision } from './waiting-revisions.ts';

/** Who changes something, and from where. */
export interface Author {
  /** An origin; null where the app does it by itself. */
  by: string | null;
  via: Exclude<Via, 'elsewhere'>;
}

export interface OwnWrite {
  kind: VersionedKind;
  name: string;
  before: Standing;
  after: Standing;
  author: Author;
}

/** A write whose answer did not come: whether it was done shows when what stands there is seen. */
export type UnsureWrite = Omit<OwnWrite, 'before'>;

/** What a store needs that writes in somebody's name. */
export type OwnWrites = Pick<RevisionRecorder, 'own' | 'unsure'>;

/** Whoever wrote it in another control room tells it first. */
const NOTICED_MS = 1_000;
/** Longer than a value that stood a moment ago is taken for noticed late. */
const AGAIN_MS = 6_000;
const CLOSE_MS = 1_000;

/** A change that this process did not make, or not yet told. */
interface Noticed {
  kind: VersionedKind;
  name: string;
  /** What stood before the first of the changes that are looked at together. */
  before: Standing;
  at: string;
}

interface EntryAuthor {
  by: string | null;
  via: Via;
}

const entryOf = (
  { by, via }: EntryAuthor,
  at: string,
  before: Standing,
  after: Standing,
): RevisionEntry => ({
  at,
  by,
  via,
  before: before?.revision ?? null,
  after: after?.revision ?? null,
  value: after?.text() ?? null,
  was: before?.text() ?? null,
});

/** Without a Redis on this machine (`missing`) the store lasts until quitting, and is open like any. */
const isOpen = (state: string): boolean => state === 'ready' || state === 'missing';

const ELSEWHERE = { by: null, via: 'elsewhere' } as const;

const nameInValue = (kind: VersionedKind, value: object): string => {
  const field = nameFields[kind];
  return field === null ? 'bridge' : String(new Map(Object.entries(value)).get(field));
};

export interface RecorderOptions {
  store: Store;
  clock: Clock;
  log: Log;
}

/**
 * Keeps the revisions of the catalogue: those of this process with their author, and what others changed straight in
 * the store, a second after it was noticed, unless its author told it meanwhile.
 */
export class RevisionRecorder {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #waiting: WaitingRevisions;
  readonly #ending = new AbortController();
  /** What stands, as far as this process knows. */
  readonly #seen = new Map<string, Standing>();
  readonly #noticed = new Map<string, Noticed>();
  readonly #unsure: UnsureWrites;
  readonly #stops: (() => void)[];
  /** From then on what changes is a change, and not what there was to begin with. */
  #isBegun = false;
  /** Resolves when it knows what there was to begin with, or ended before. */
  readonly begun: Promise<void>;

  constructor({ store, clock, log }: RecorderOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#unsure = new UnsureWrites(clock);
    this.#waiting = new WaitingRevisions(store.revisions, clock, log, this.#ending.signal);
    this.#stops = [
      store.onChange((change) => this.#heard(change)),
      store.onStatus(({ state }) => {
        if (state === 'ready') void this.#waiting.flush();
      }),
    ];
    this.begun = this.#begin().catch((error: unknown) => {
      if (!this.#ending.signal.aborted)
        log.warn({ error: String(error) }, 'changes of other programs are not followed');
    });
  }

  /** A write that was acknowledged. Resolves when its revision was tried once; never rejects. */
  own({ kind, name, before, after, author }: OwnWrite): Promise<void> {
    const key = `${kind}:${name}`;
    const noticed = this.#noticed.get(key);
    this.#noticed.delete(key);
    const revisions: NamedRevision[] = [];
    const add = (entry: RevisionEntry) => revisions.push({ kind, name, entry });
    // Somebody else changed it right before this.
    if (noticed && !isSame(noticed.before, before))
      add(entryOf(this.#authorOf(kind, name, before), noticed.at, noticed.before, before));
    if (!isSame(before, after)) add(entryOf(author, isoNow(this.#clock), before, after));
    const seen = this.#seen.get(key);
    if (seen === undefined || !this.#isBegun) this.#seen.set(key, after);
    else if (!isSame(seen, after)) this.#notice({ kind, name, before: after });
    return this.#waiting.add(revisions);
  }

  /** A write that may have been done: where it was, it is this author's, and no other program's. */
  unsure(write: UnsureWrite): void {
    this.#unsure.keep(write);
  }

  /** Tells what it noticed and what waits, as far as that takes no time. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    const told = [...this.#noticed.values()].map((noticed) => this.#tell(noticed));
    this.#noticed.clear();
    const all = Promise.all([...told, this.#waiting.flush()]);
    await waitAtMost(this.#clock, CLOSE_MS, all);
    this.#ending.abort();
  }

  async #begin(): Promise<void> {
    await untilState(this.#store, isOpen, this.#ending.signal);
    for (const kind of VersionedKindSchema.options) {
      for (const value of await this.#store.list(kind)) {
        const key = `${kind}:${nameInValue(kind, value)}`;
        if (!this.#seen.has(key)) this.#seen.set(key, standingOf(kind, value));
      }
    }
    this.#isBegun = true;
  }

  #authorOf(kind: VersionedKind, name: string, now: Standing): EntryAuthor {
    return this.#unsure.authorOf(kind, name, now) ?? ELSEWHERE;
  }

  #heard(change: StoreChange): void {
    const versioned = versionedChange(change);
    if (versioned === null) return;
    const { kind, name, now } = versioned;
    const key = `${kind}:${name}`;
    const before = this.#seen.get(key) ?? null;
    this.#seen.set(key, now);
    if (this.#isBegun && !isSame(before, now)) this.#notice({ kind, name, before });
  }

  /** What is noticed while another change of the same value waits is looked at together with that. */
  #notice(what: Omit<Noticed, 'at'>, afterMs = NOTICED_MS): void {
    const key = `${what.kind}:${what.name}`;
    if (this.#noticed.has(key)) return;
    const noticed = { ...what, at: isoNow(this.#clock) };
    this.#noticed.set(key, noticed);
    void this.#lookLater(key, noticed, afterMs);
  }

  async #lookLater(key: string, noticed: Noticed, afterMs: number): Promise<void> {
    for (let ms = afterMs; ; ms = AGAIN_MS) {
      const isOver = await this.#clock.sleep(ms, this.#ending.signal).then(
        () => false,
        () => true,
      );
      if (isOver || this.#noticed.get(key) !== noticed) return;
      if (await this.#tell(noticed)) break;
    }
    if (this.#noticed.get(key) === noticed) this.#noticed.delete(key);
  }

  /** False where it has to be looked at again. Never rejects. */
  async #tell({ kind, name, before, at }: Noticed): Promise<boolean> {
    const now = this.#seen.get(`${kind}:${name}`) ?? null;
    if (isSame(before, now)) return true;
    try {
      const added = await this.#store.revisions.add(
        kind,
        name,
        entryOf(this.#authorOf(kind, name, now), at, before, now),
      );
      return added !== 'recent';
    } catch {
      return false;
    }
  }
}
