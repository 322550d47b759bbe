import type { StateEvent } from '#shared/contract/master-state.ts';
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

/** A snapshot, then every commit in order. Redis going away is waited out. */
export async function* watchState(deps: WatchDeps): AsyncGenerator<StateEvent, void, void> {
  const { signal } = deps;
  const wakes = new Wakes();
  const stop = deps.onChange(() => wakes.wake());
  try {
    const first = await deps.look();
    let position: Position = { ...first, page: FIRST_PAGE };
    yield { kind: 'snapshot', snapshot: snapshotOf(first) };
    while (!signal.aborted) {
      await wakes.next(signal);
      if (signal.aborted) return;
      let known: Known;
      let found: Awaited<ReturnType<typeof commitsAfter>>;
      do {
        try {
          known = await deps.look();
          const isOther =
            isBefore(known.recorded, position.recorded) || known.version < position.version;
          found = isOther ? null : await commitsAfter(deps, position);
        } catch (error) {
          // It is told again when Redis is back.
          if (error instanceof StoreUnavailable) break;
          throw error;
        }
        if (found === null) {
          position = { ...known, page: FIRST_PAGE };
          yield { kind: 'snapshot', snapshot: snapshotOf(known) };
          break;
        }
        ({ position } = found);
        yield* found.events;
      } while (found.more);
    }
  } finally {
    stop();
  }
}
