import type { LostPatch, StateEvent } from '#shared/contract/master-state.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { Wakes } from '../wakes.ts';
import { commitOf, readRecord } from './commit-record.ts';
import { snapshotOf, type Known } from './known-state.ts';
import { nextPage, placeOf, type HistoryRow } from './shelf.ts';

const FIRST_PAGE = 10;

export interface WatchDeps {
  signal: AbortSignal;
  look: () => Promise<Known>;
  after: (id: string, limit: number) => Promise<HistoryRow[]>;
  onChange: (listener: () => void) => () => void;
  /** Patches that came too late, newest first; null where nobody asks for them. */
  lost: {
    look: () => Promise<LostPatch[]>;
    onChange: (listener: () => void) => () => void;
  } | null;
}

const isBefore = (a: string, b: string): boolean => {
  const [[version, sequence], [other, otherSequence]] = [placeOf(a), placeOf(b)];
  return version < other || (version === other && sequence < otherSequence);
};

/** Where a watcher stands: the last entry that it told of. */
interface Position {
  recorded: string;
  version: number;
  /** How many are read at once. */
  page: number;
}

/** The commits after a position; null where they don't lead on from it. */
const commitsAfter = async (
  deps: WatchDeps,
  position: Position,
): Promise<{ events: StateEvent[]; position: Position; more: boolean } | null> => {
  const rows = await deps.after(position.recorded, position.page);
  const events: StateEvent[] = [];
  let { recorded, version } = position;
  for (const row of rows) {
    const record = readRecord(row.record);
    if (record === null || record.base !== version) return null;
    events.push({ kind: 'commit', commit: commitOf(record) });
    ({ version } = record);
    recorded = row.id;
  }
  const page = rows.length === 0 ? position.page : nextPage(rows);
  return {
    events,
    position: { recorded, version, page },
    more: rows.length === position.page,
  };
};

/** What was told and is not lost any more, and what lost and was not told yet. */
const lostEvents = (told: ReadonlySet<string>, lost: readonly LostPatch[]): StateEvent[] => {
  const now = new Set(lost.map(({ lost_id }) => lost_id));
  const settled = [...told].filter((lost_id) => !now.has(lost_id));
  const fresh = lost.filter(({ lost_id }) => !told.has(lost_id)).toReversed();
  return [
    ...settled.map((lost_id): StateEvent => ({ kind: 'settled', lost_id })),
    ...fresh.map((each): StateEvent => ({ kind: 'lost', lost: each })),
  ];
};

/** Null where Redis is away: it is told again when it is back. */
const unlessAway = async <T>(look: () => Promise<T>): Promise<T | null> => {
  try {
    return await look();
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
};

/** A snapshot, then every commit in order. Redis going away is waited out. */
export async function* watchState(deps: WatchDeps): AsyncGenerator<StateEvent, void, void> {
  const { signal, lost } = deps;
  const wakes = new Wakes();
  const news = { ofState: false, ofLost: lost !== null };
  const stops = [
    deps.onChange(() => {
      news.ofState = true;
      wakes.wake();
    }),
    lost?.onChange(() => {
      news.ofLost = true;
      wakes.wake();
    }),
  ];
  let told: ReadonlySet<string> = new Set();
  try {
    const first = await deps.look();
    let position: Position = { ...first, page: FIRST_PAGE };
    yield { kind: 'snapshot', snapshot: snapshotOf(first) };
    while (!signal.aborted) {
      while (news.ofState) {
        news.ofState = false;
        const looked = await unlessAway(async () => {
          const known = await deps.look();
          const isOther =
            isBefore(known.recorded, position.recorded) || known.version < position.version;
          return { known, found: isOther ? null : await commitsAfter(deps, position) };
        });
        if (looked === null) break;
        const { known, found } = looked;
        if (found) {
          ({ position } = found);
          news.ofState ||= found.more;
          yield* found.events;
        } else {
          position = { ...known, page: FIRST_PAGE };
          told = new Set();
          news.ofLost = lost !== null;
          yield { kind: 'snapshot', snapshot: snapshotOf(known) };
        }
      }
      if (lost && news.ofLost) {
        news.ofLost = false;
        const all = await unlessAway(lost.look);
        if (all) {
          const events = lostEvents(told, all);
          told = new Set(all.map(({ lost_id }) => lost_id));
          yield* events;
        } else news.ofLost = true;
      }
      await wakes.next(signal);
    }
  } finally {
    for (const stop of stops) stop?.();
  }
}
