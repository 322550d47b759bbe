import type {
  CommitResult,
  LostPatch,
  PatchMode,
  PatchOperation,
  PatchProblem,
  StateCommit,
  StateData,
  StateEvent,
  StateSnapshot,
} from '#shared/contract/master-state.ts';
import { isName } from '#shared/contract/names.ts';
import { jsonProblem } from '#shared/domain/json-values.ts';
import { stateDifference } from '#shared/domain/state-difference.ts';
import { applyStatePatch } from '#shared/domain/state-patch.ts';
import { MOST_VALUE_BYTES } from '#shared/domain/variable-values.ts';
import { isoNow, type Clock } from '../../clock.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { commitOf, type CommitRecord } from './commit-record.ts';
import { foreignCommit } from './foreign-commit.ts';
import { StateHistory } from './history.ts';
import { snapshotOf, type Known } from './known-state.ts';
import { LostPatches } from './lost-patches.ts';
import { SessionLine, type Judgement } from './session-line.ts';
import type { HistoryBounds, MasterStateShelf } from './shelf.ts';
import { StateCorrupt } from './state-corrupt.ts';
import { dataText, markedPatch, plainData, plainOf, StateTextProblem } from './state-text.ts';
import { watchState } from './watch-state.ts';

const MOST_LINES = 500;

export interface MasterStateDeps {
  shelf: MasterStateShelf;
  clock: Clock;
  bounds?: () => HistoryBounds;
}

/** A version of a state, compared with another. */
export interface Comparison {
  from: StateSnapshot;
  to: StateSnapshot;
  /** Makes `to` of `from`. */
  patch: readonly PatchOperation[];
}

const DEFAULT_BOUNDS: HistoryBounds = { maxEntries: 1000, maxBytes: 32_000_000 };

const CONFLICT = { success: false, new_version: 0, conflict: true } as const;

const atFault = (problem: PatchProblem): CommitResult => ({
  success: false,
  new_version: 0,
  conflict: false,
  problem,
});

const wholeProblem = (message: string): PatchProblem => ({
  index: 0,
  op: '',
  path: '',
  message,
});

/** Refuses a change that makes the state too big, before it is written. */
const within = (judgement: Judgement<CommitResult>): Judgement<CommitResult> => {
  const bytes = judgement.change ? dataText(judgement.change.data).length : 0;
  if (bytes <= MOST_VALUE_BYTES) return judgement;
  const message = `The state would take ${bytes} bytes; ${MOST_VALUE_BYTES} is the most.`;
  return { change: null, result: atFault(wholeProblem(message)) };
};

/**
 * Versioned states that agents share, each at the seed's key and in its JSON, with their history. A write says which
 * version it was made for, and loses where another came first. All of it throws StoreUnavailable while Redis is away,
 * and StateCorrupt where what stands there can't be read.
 */
export class MasterState {
  private readonly shelf: MasterStateShelf;
  private readonly clock: Clock;
  private readonly bounds: () => HistoryBounds;
  private readonly past: StateHistory;
  /** Where Redis went away just when one was to be kept. */
  private readonly unkept = new LostPatches();
  private readonly trying = new Set<string>();
  private readonly lines = new Map<string, SessionLine>();
  constructor({ shelf, clock, bounds = () => DEFAULT_BOUNDS }: MasterStateDeps) {
    this.shelf = shelf;
    this.clock = clock;
    this.bounds = bounds;
    this.past = new StateHistory(shelf);
  }

  /** Those that have a state, in the order of their names. */
  async sessions(): Promise<string[]> {
    const sessions = await this.shelf.sessions();
    return sessions.filter(isName).sort();
  }

  /** Version 0 and `{}` for a session that was never written. The data is not to be changed. */
  async getSnapshot(session: string): Promise<StateSnapshot> {
    return snapshotOf(await this.line(session).look());
  }

  /** Makes version 1. A conflict where there is a state already. */
  initializeState(session: string, data: StateData, origin: string): Promise<CommitResult> {
    const problem = jsonProblem(data);
    if (problem !== null)
      return Promise.resolve(atFault(wholeProblem(`The data can't be kept: ${problem}.`)));
    const patch = [{ op: 'replace', path: '', value: data }];
    return this.line(session).wish((known) => {
      if (known.text !== '')
        return { change: null, result: { ...CONFLICT, current: snapshotOf(known) } };
      return this.judge(known, patch, 'rfc6902', { origin, kind: 'init' });
    });
  }

  /** Applies a patch to the version that it was made for. */
  async commitPatch(
    session: string,
    version: number,
    patch: readonly PatchOperation[],
    { origin, mode = 'rfc6902' }: { origin: string; mode?: PatchMode },
  ): Promise<CommitResult> {
    const judged = await this.line(session).wish<Late | CommitResult>((known) => {
      if (known.version !== version)
        return { change: null, result: { late: snapshotOf(known) } };
      return this.judge(known, patch, mode, { origin, kind: KIND[mode] });
    });
    if (!('late' in judged)) return judged;
    const at = isoNow(this.clock);
    const lost = await this.keep(session, { at, origin, version, mode, patch: [...patch] });
    return { ...CONFLICT, lost, current: judged.late };
  }

  /**
   * Makes a patch of the newest state and commits it: `make` is asked again whenever another writer came first, and
   * gives null where there is nothing to do. Writers of this process wait for each other.
   */
  update(
    session: string,
    make: (state: StateSnapshot) => readonly PatchOperation[] | null,
    origin: string,
  ): Promise<CommitResult> {
    return this.line(session).wish((known) => {
      const patch = make(snapshotOf(known));
      if (patch === null) return { change: null, result: unchanged(known) };
      return this.judge(known, patch, 'rfc6902', { origin, kind: 'patch' });
    });
  }

  /** Patches of a session that came too late, newest first: the last 50, in whichever room. */
  async lostPatches(session: string): Promise<LostPatch[]> {
    return [...(await this.unkept.of(session)), ...(await this.shelf.lost.of(session))];
  }

  /** False where there is none of that id. */
  async forgetLost(session: string, lostId: string): Promise<boolean> {
    if (await this.unkept.forget(session, lostId)) return true;
    return this.shelf.lost.forget(session, lostId);
  }

  /**
   * Tries a lost patch on what stands there now: null where there is none of that id. However many try it, in whichever
   * room, it is done once.
   */
  async rebase(session: string, lostId: string, origin: string): Promise<CommitResult | null> {
    const unkept = await this.unkept.get(session, lostId);
    if (unkept === null) {
      const lost = await this.shelf.lost.get(session, lostId);
      return lost && this.tryAgain(session, lost, { origin, settles: lostId });
    }
    if (this.trying.has(lostId)) return null;
    this.trying.add(lostId);
    try {
      const result = await this.tryAgain(session, unkept, { origin });
      if (result?.success) await this.unkept.forget(session, lostId);
      return result;
    } finally {
      this.trying.delete(lostId);
    }
  }

  /** Newest first, `limit` at most, older than version `before` where it is given. */
  async history(
    session: string,
    { limit, before }: { limit: number; before?: number | undefined },
  ): Promise<StateCommit[]> {
    await this.line(session).lookRecorded();
    const commits: StateCommit[] = [];
    const from = before === undefined ? null : `${before}-0`;
    for await (const record of this.past.newestFirst(session, from)) {
      commits.push(commitOf(record));
      if (commits.length >= limit) break;
    }
    return commits;
  }

  /** The state as it was; null where the history does not reach so far. */
  async versionAt(session: string, version: number): Promise<StateSnapshot | null> {
    const known = await this.line(session).lookRecorded();
    const data = await this.past.valueAt(session, version, known);
    return data && { version, data: plainData(data) };
  }

  /** Null where the history does not reach to one of the two. */
  async compare(session: string, from: number, to: number): Promise<Comparison | null> {
    const [one, other] = [
      await this.versionAt(session, from),
      await this.versionAt(session, to),
    ];
    if (one === null || other === null) return null;
    return { from: one, to: other, patch: stateDifference(one.data, other.data) };
  }

  /**
   * Makes a former version the newest one; null where the history does not reach so far. A conflict where `expected`
   * is no longer what stands there.
   */
  async restore(
    session: string,
    version: number,
    { origin, expected }: { origin: string; expected?: number | undefined },
  ): Promise<CommitResult | null> {
    const line = this.line(session);
    const data = await this.past.valueAt(session, version, await line.lookRecorded());
    if (data === null) return null;
    return line.wish((known) => {
      if (expected !== undefined && known.version !== expected)
        return { change: null, result: { ...CONFLICT, current: snapshotOf(known) } };
      const patch = [{ op: 'replace', path: '', value: data }];
      const steps = stateDifference(known.data, data);
      const small = this.judge(known, steps, 'rfc6902', { origin, kind: 'restore' }, true);
      // Keys that may not stand in a path are put back with everything else.
      return small.result.success
        ? small
        : this.judge(known, patch, 'rfc6902', { origin, kind: 'restore' }, true);
    });
  }

  /**
   * The state, then every commit by whomever, as fast as it is taken; a snapshot in between where commits alone don't
   * tell. With `lost` the patches that came too late, too. Ends with the signal.
   */
  watch(
    session: string,
    signal: AbortSignal,
    { lost = false }: { lost?: boolean | undefined } = {},
  ): AsyncGenerator<StateEvent, void, void> {
    const ofSession = (listener: () => void) => (changed: string | null) => {
      if (changed === null || changed === session) listener();
    };
    const onLost = (listener: () => void) => {
      const stops = [this.shelf.lost, this.unkept].map((shelf) =>
        shelf.onChange(ofSession(listener)),
      );
      return () => {
        for (const stop of stops) stop();
      };
    };
    return watchState({
      signal,
      look: () => this.line(session).lookRecorded(),
      after: (id, limit) => this.shelf.after(session, id, limit),
      onChange: (listener) => this.shelf.onChange(ofSession(listener)),
      lost: lost ? { look: () => this.lostPatches(session), onChange: onLost } : null,
    });
  }

  close(): void {
    this.shelf.close();
  }

  private async keep(session: string, lost: Omit<LostPatch, 'lost_id'>): Promise<LostPatch> {
    try {
      return await this.shelf.lost.keep(session, lost);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return this.unkept.keep(session, lost);
    }
  }

  /** Null where `settles`, its id on the shelf, is gone meanwhile. */
  private tryAgain(
    session: string,
    { patch, mode }: LostPatch,
    { origin, settles }: { origin: string; settles?: string },
  ): Promise<CommitResult | null> {
    return this.line(session).wish<CommitResult | null>((known, isGone) => {
      if (settles !== undefined && isGone(settles)) return { change: null, result: null };
      const by = { origin, kind: KIND[mode] };
      const { change, result } = this.judge(known, patch, mode, by);
      return { change: change && { ...change, settles }, result };
    });
  }

  private judge(
    known: Known,
    patch: readonly PatchOperation[],
    mode: PatchMode,
    { origin, kind }: Pick<CommitRecord, 'origin' | 'kind'>,
    isMarked = false,
  ): Judgement<CommitResult> {
    let given: readonly PatchOperation[];
    try {
      given = isMarked ? patch : markedPatch(patch);
    } catch (error) {
      if (!(error instanceof StateTextProblem)) throw error;
      return { change: null, result: atFault(wholeProblem(`${error.message}.`)) };
    }
    const patched = applyStatePatch(known.data, given, mode, plainOf);
    if (!patched.ok) return { change: null, result: atFault(patched.problem) };
    const at = isoNow(this.clock);
    const result = { success: true, new_version: known.version + 1, conflict: false } as const;
    const { data, inverse } = patched;
    return within({
      change: { data, entry: { at, origin, kind, patch: patched.patch, inverse } },
      result,
    });
  }

  private line(session: string): SessionLine {
    if (!isName(session)) throw new RangeError(`Not a session: ${session}`);
    const known = this.lines.get(session);
    if (known) return known;
    for (const [name, line] of this.lines) {
      if (this.lines.size < MOST_LINES) break;
      if (line.idle) this.lines.delete(name);
    }
    const line = new SessionLine(session, {
      shelf: this.shelf,
      bounds: this.bounds,
      foreign: async (_session, now) =>
        foreignCommit(now, await this.before(session, now), isoNow(this.clock)),
      corrupt: (name, text, error) => new StateCorrupt(name, text, error),
    });
    this.lines.set(session, line);
    return line;
  }

  /** What stood there at the history's last entry. */
  private async before(session: string, now: Known): Promise<StateData | null> {
    const { unrecorded } = now;
    if (unrecorded === null || unrecorded.anew) return {};
    if (unrecorded.before) return unrecorded.before.data;
    return this.past.valueAt(session, Number(now.recorded.split('-')[0]), now);
  }
}

interface Late {
  late: StateSnapshot;
}

const KIND = { rfc6902: 'patch', flat: 'flat' } as const;

const unchanged = (known: Known): CommitResult => ({
  success: true,
  new_version: known.version,
  conflict: false,
});
