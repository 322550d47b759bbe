import { Listeners } from '../../store/listeners.ts';
import { LostPatches } from './lost-patches.ts';
import {
  placeOf,
  nextId,
  type HistoryRow,
  type MasterStateShelf,
  type Standing,
} from './shelf.ts';

interface Kept {
  text: string;
  recorded: string;
  rows: HistoryRow[];
}

export interface MemoryShelf extends MasterStateShelf {
  /** What another writer does: the text alone. */
  write(session: string, text: string): void;
}

const isAfter = (id: string, edge: string): boolean => {
  const [[version, sequence], [edgeVersion, edgeSequence]] = [placeOf(id), placeOf(edge)];
  return version > edgeVersion || (version === edgeVersion && sequence > edgeSequence);
};

/** Master states that last as long as the process: for tests, and where there is no Redis to be had. */
export const createMemoryShelf = (): MemoryShelf => {
  const sessions = new Map<string, Kept>();
  const changes = new Listeners<string | null>();
  const at = (session: string): Kept => {
    const kept = sessions.get(session) ?? { text: '', recorded: '', rows: [] };
    sessions.set(session, kept);
    return kept;
  };
  const standing = ({ text, recorded }: Kept): Standing => ({ text, recorded });
  const lost = new LostPatches();
  return {
    lost,
    sessions: async () =>
      [...sessions].flatMap(([session, { text }]) => (text === '' ? [] : [session])),
    read: async (session) => standing(at(session)),
    async move(session, { stands, next, anew, entries, bounds, settles }) {
      const kept = at(session);
      if (kept.text !== stands.text || kept.recorded !== stands.recorded)
        return { stands: standing(kept), gone: null };
      const gone = settles.find((id) => !lost.has(session, id));
      if (gone !== undefined) return { stands: standing(kept), gone };
      for (const id of settles) lost.drop(session, id);
      if (anew) Object.assign(kept, { rows: [], recorded: '' });
      kept.text = next;
      for (const { version, record } of entries) {
        kept.recorded = nextId(kept.recorded, version);
        kept.rows.push({ id: kept.recorded, record });
      }
      let bytes = kept.rows.reduce((sum, { record }) => sum + record.length, 0);
      while (
        kept.rows.length > 1 &&
        (bytes > bounds.maxBytes || kept.rows.length > bounds.maxEntries)
      )
        bytes -= kept.rows.shift()?.record.length ?? 0;
      changes.tell(session);
      return { recorded: kept.recorded };
    },
    after: async (session, id, limit) =>
      at(session)
        .rows.filter((row) => isAfter(row.id, id))
        .slice(0, limit),
    before: async (session, id, limit) =>
      at(session)
        .rows.filter((row) => id === null || isAfter(id, row.id))
        .toReversed()
        .slice(0, limit),
    onChange: (listener) => changes.add(listener),
    close: () => undefined,
    write(session, text) {
      at(session).text = text;
      changes.tell(session);
    },
  };
};
