import type { VersionedKind } from '#shared/contract/mirror.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { StoreUnavailable } from '../store.ts';
import type { Added, RevisionEntry, RevisionLog } from './revision-log.ts';

export interface NamedRevision {
  kind: VersionedKind;
  name: string;
  entry: RevisionEntry;
}

const RETRY_MS = 1_000;
const MOST_WAITING = 500;

/** Adds revisions in their order per value; those that the store can't take wait here until it is back. */
export class WaitingRevisions {
  readonly #log: RevisionLog;
  readonly #clock: Clock;
  readonly #appLog: Log;
  readonly #signal: AbortSignal;
  readonly #tails = new Map<string, Promise<void>>();
  #waiting: NamedRevision[] = [];
  #flushing: Promise<void> | null = null;
  constructor(log: RevisionLog, clock: Clock, appLog: Log, signal: AbortSignal) {
    this.#log = log;
    this.#clock = clock;
    this.#appLog = appLog;
    this.#signal = signal;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves when they were tried once; never rejects. */
  add(revisions: readonly NamedRevision[]): Promise<void> {
    const [first] = revisions;
    if (!first) return Promise.resolve();
    const key = `${first.kind}:${first.name}`;
    const tail = this.#addAfter(this.#tails.get(key), revisions).finally(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    this.#tails.set(key, tail);
    return tail;
  }

  /** Tries those that wait, in their order. Never rejects. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushNow().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #addAfter(
    former: Promise<void> | undefined,
    revisions: readonly NamedRevision[],
  ): Promise<void> {
    await former;
    for (const revision of revisions) await this.#addOrKeep(revision);
  }

  async #addOrKeep(revision: NamedRevision): Promise<void> {
    const { kind, name } = revision;
    const isBehind = this.#waiting.some((each) => each.kind === kind && each.name === name);
    if (isBehind || (await this.#tried(revision)) === null) this.#keep(revision);
  }

  /** Null where the store can't take it now. */
  async #tried({ kind, name, entry }: NamedRevision): Promise<Added | null> {
    try {
      return await this.#log.add(kind, name, entry);
    } catch (error) {
      if (error instanceof StoreUnavailable) return null;
      this.#appLog.error({ err: error, kind, name }, 'a revision could not be kept');
      return 'known';
    }
  }

  #keep(revision: NamedRevision): void {
    this.#waiting.push(revision);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#appLog.error({ waiting: MOST_WAITING }, 'revisions are lost: too many wait');
    }
    if (this.#waiting.length === 1) void this.#flushLater();
  }

  async #flushLater(): Promise<void> {
    while (this.#waiting.length > 0) {
      const isOver = await this.#clock.sleep(RETRY_MS, this.#signal).then(
        () => false,
        () => true,
      );
      if (isOver) return;
      await this.flush();
    }
  }

  async #flushNow(): Promise<void> {
    for (;;) {
      const [first] = this.#waiting;
      if (!first || (await this.#tried(first)) === null) return;
      this.#waiting = this.#waiting.filter((each) => each !== first);
    }
  }
}
