import type { StateData } from '#shared/contract/master-state.ts';
import { applyStatePatch } from '#shared/domain/state-patch.ts';
import { readRecord, type CommitRecord } from './commit-record.ts';
import type { Known } from './known-state.ts';
import { plainOf } from './state-text.ts';
import { nextPage, type HistoryRow, type MasterStateShelf } from './shelf.ts';

const patched = (data: StateData, patch: CommitRecord['patch'] | null): StateData | null => {
  const result = patch && applyStatePatch(data, patch, 'rfc6902', plainOf);
  return result?.ok ? result.data : null;
};

/** Finds what a session's state was, in its history. */
export class StateHistory {
  private readonly shelf: Pick<MasterStateShelf, 'before'>;
  constructor(shelf: Pick<MasterStateShelf, 'before'>) {
    this.shelf = shelf;
  }

  /** Newest first. Entries that can't be read are left out. */
  async *newestFirst(
    session: string,
    from: string | null = null,
  ): AsyncGenerator<CommitRecord & { id: string }, void, void> {
    let edge = from;
    // The first says how large they are.
    let page = 1;
    for (;;) {
      const rows: HistoryRow[] = await this.shelf.before(session, edge, page);
      for (const { id, record } of rows) {
        const read = readRecord(record);
        if (read) yield { ...read, id };
      }
      const last = rows.at(-1);
      if (rows.length < page || last === undefined) return;
      edge = last.id;
      page = nextPage(rows);
    }
  }

  /**
   * The value at a version: back from what stands there now, entry by entry; where that way is broken, forward from
   * the last whole value before. Null where the history does not reach so far.
   */
  async valueAt(session: string, version: number, now: Known): Promise<StateData | null> {
    if (version === now.version) return now.data;
    if (version > now.version) return null;
    const onward: CommitRecord[] = [];
    let back: StateData | null = now.unrecorded ? null : now.data;
    let at = now.version;
    for await (const record of this.newestFirst(session)) {
      if (record.version > version) {
        if (back === null || record.version !== at) {
          back = null;
          continue;
        }
        // Several entries may tell of one version: the older ones stand before the way to the base.
        back = patched(back, record.inverse);
        at = record.base;
        continue;
      }
      if (back !== null && at === version) return back;
      back = null;
      onward.unshift(record);
      if (record.value === undefined && record.base > 0) continue;
      return forward(record.value === undefined ? {} : null, onward, version);
    }
    if (back !== null && at === version) return back;
    return null;
  }
}

/** From the first record's whole value, or from `start` where it has none. */
const forward = (
  start: StateData | null,
  records: readonly CommitRecord[],
  version: number,
): StateData | null => {
  let data = start;
  let at = -1;
  for (const [index, record] of records.entries()) {
    if (index === 0 && record.value !== undefined) data = record.value;
    else {
      if (index > 0 && record.base !== at) return null;
      data = data && patched(data, record.patch);
    }
    if (data === null) return null;
    at = record.version;
  }
  return at === version ? data : null;
};
