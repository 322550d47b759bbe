import { StoreUnavailable } from '../../store/store.ts';
import { recordText, type CommitRecord } from './commit-record.ts';
import { followedBy, know, type Known } from './known-state.ts';
import type { HistoryBounds, MasterStateShelf, Move, Standing } from './shelf.ts';
import type { StateData } from '#shared/contract/master-state.ts';

/** Each turn lost means that another writer's was won. */
const ATTEMPTS = 200;
/** So many wishes of one process are written in one step, and about so much: Redis answers it in time. */
const MOST_AT_ONCE = 128;
const MOST_BYTES_AT_ONCE = 2_000_000;
/** So often the whole value goes into the history. */
const WHOLE_EVERY = 100;

/** What a wish makes of the state as it stands: a change, or nothing, and its answer. */
export interface Judgement<T> {
  change: {
    data: StateData;
    entry: Pick<CommitRecord, 'at' | 'origin' | 'kind' | 'patch' | 'inverse'>;
    /** The lost patch that it tries again. */
    settles?: string | undefined;
  } | null;
  result: T;
}

/**
 * Judged anew whenever something else stands there than was thought: it must have no effects. `isGone` says of a lost
 * patch that it was tried again meanwhile, or let go of.
 */
export type Judge<T> = (known: Known, isGone: (lostId: string) => boolean) => Judgement<T>;

interface Wish {
  judge: Judge<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

export interface LineDeps {
  shelf: MasterStateShelf;
  bounds: () => HistoryBounds;
  /** The entry for what another writer did, which the history does not know yet. */
  foreign: (session: string, known: Known) => Promise<CommitRecord | null>;
  /** What is told for a text that can't be read. */
  corrupt: (session: string, text: string, error: unknown) => Error;
}

type Verdict = { ok: true; result: unknown } | { ok: false; error: unknown };

interface Step {
  next: Known;
  entry: Entry;
  settles: string | undefined;
}

type Entry = Move['entries'][number];

const entryOf = (record: CommitRecord): Entry => ({
  version: record.version,
  record: recordText(record),
});

const judged = (
  wish: Wish,
  working: Known,
  isGone: (lostId: string) => boolean,
): { verdict: Verdict; step: Step | null } => {
  try {
    const { change, result } = wish.judge(working, isGone);
    const verdict: Verdict = { ok: true, result };
    if (change === null) return { verdict, step: null };
    const next = followedBy(working, change.data);
    const { version } = next;
    const value = version % WHOLE_EVERY === 0 ? change.data : undefined;
    const entry = entryOf({ version, base: working.version, ...change.entry, value });
    return { verdict, step: { next, entry, settles: change.settles } };
  } catch (error) {
    return { verdict: { ok: false, error }, step: null };
  }
};

/**
 * One session's changes, one after the other: writers of this process wait for each other instead of losing against
 * each other, and those that wait together are written together.
 */
export class SessionLine {
  private readonly session: string;
  private readonly deps: LineDeps;
  private known: Known | null = null;
  private wishes: Wish[] = [];
  private running = false;
  private looking: Promise<Known> | null = null;
  constructor(session: string, deps: LineDeps) {
    this.session = session;
    this.deps = deps;
  }

  get idle(): boolean {
    return !this.running;
  }

  /** Answers when it is written, or when it is certain that there is nothing to write. @throws StoreUnavailable */
  wish<T>(judge: Judge<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let answer: { result: T } | null = null;
      this.wishes.push({
        judge: (known, isGone) => {
          const judgement = judge(known, isGone);
          answer = { result: judgement.result };
          return judgement;
        },
        resolve: () => answer && resolve(answer.result),
        reject,
      });
      if (!this.running) void this.run();
    });
  }

  /**
   * What stands there now. Those that ask in the same turn share one answer: a change wakes every watcher at once.
   * @throws StoreUnavailable, and what `corrupt` makes
   */
  look(): Promise<Known> {
    this.looking ??= this.lookNext();
    return this.looking;
  }

  /** Looks, and tells the history what other writers did. @throws as `look` */
  async lookRecorded(): Promise<Known> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = await this.look();
      if (known.unrecorded === null || known.text === '') return known;
      await this.write(known, { next: known, entries: [], settles: [] });
    }
    throw tooFast(this.session);
  }

  private async lookNext(): Promise<Known> {
    await Promise.resolve();
    // Who asks from here on may know of a change that this answer does not.
    this.looking = null;
    return this.learn(await this.deps.shelf.read(this.session));
  }

  private learn(standing: Standing): Known {
    try {
      this.known = know(standing, this.known);
    } catch (error) {
      this.known = null;
      throw this.deps.corrupt(this.session, standing.text, error);
    }
    return this.known;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.wishes.length > 0) {
      // In the next turn: wishes that come together go together.
      await Promise.resolve();
      const batch = this.wishes.splice(0, MOST_AT_ONCE);
      try {
        const verdicts = await this.settle(batch);
        // What was too much for one step comes with the next.
        this.wishes.unshift(...batch.splice(verdicts.length));
        for (const [index, wish] of batch.entries()) {
          const verdict = verdicts[index];
          if (verdict?.ok) wish.resolve(verdict.result);
          else wish.reject(verdict?.error);
        }
      } catch (error) {
        for (const wish of batch) wish.reject(error);
      }
    }
    this.running = false;
  }

  /** The verdicts on the first of them, as many as go into one step. */
  private async settle(batch: readonly Wish[]): Promise<Verdict[]> {
    let known = this.known;
    let isCertain = false;
    const gone = new Set<string>();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (known === null) {
        known = await this.look();
        isCertain = true;
      }
      let working = known;
      let bytes = 0;
      const verdicts: Verdict[] = [];
      const entries: Entry[] = [];
      const settles: string[] = [];
      for (const wish of batch) {
        const { verdict, step } = judged(
          wish,
          working,
          (lostId) => gone.has(lostId) || settles.includes(lostId),
        );
        verdicts.push(verdict);
        if (step === null) continue;
        working = step.next;
        entries.push(step.entry);
        if (step.settles !== undefined) settles.push(step.settles);
        bytes += step.entry.record.length;
        if (bytes >= MOST_BYTES_AT_ONCE) break;
      }
      if (entries.length === 0) {
        if (isCertain) return verdicts;
        known = null;
        continue;
      }
      const answer = await this.write(known, { next: working, entries, settles });
      if (answer === null) return verdicts;
      if (answer.gone !== null) gone.add(answer.gone);
      ({ known } = answer);
      isCertain = true;
    }
    throw tooFast(this.session);
  }

  /** Null when it was written; else what stands there, and the lost patch that is gone. */
  private async write(
    known: Known,
    { next, entries, settles }: { next: Known; entries: Entry[]; settles: string[] },
  ): Promise<{ known: Known; gone: string | null } | null> {
    const { shelf, bounds, foreign } = this.deps;
    const before =
      known.unrecorded && known.text !== '' ? await foreign(this.session, known) : null;
    const answer = await shelf.move(this.session, {
      stands: { text: known.text, recorded: known.recorded },
      next: next.text,
      anew: known.unrecorded?.anew ?? false,
      entries: before === null ? entries : [entryOf(before), ...entries],
      bounds: bounds(),
      settles,
    });
    if ('stands' in answer) return { known: this.learn(answer.stands), gone: answer.gone };
    this.known = { ...next, recorded: answer.recorded, unrecorded: null };
    return null;
  }
}

const tooFast = (session: string): StoreUnavailable =>
  new StoreUnavailable(
    `The state of ${session} changes so fast that nothing could be written there.`,
    'Nothing was changed. Look who writes it, and try again.',
  );
