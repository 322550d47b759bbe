import type { VersionedKind } from '#shared/contract/mirror.ts';
import { entityOf } from '../keys.ts';
import { StoreUnavailable, type Store } from '../store.ts';
import type { Author, OwnWrites, UnsureWrite } from './revision-recorder.ts';
import { isVersioned, standingOf, type Standing } from './standing.ts';

/**
 * The same store, whose writes are revisions by this author. A write waits for its revision to be tried once: one more
 * round trip; where that fails, the revision waits and the write stands.
 */
export const authored = (store: Store, recorder: OwnWrites, author: Author): Store => {
  const standing = async (kind: VersionedKind, name: string): Promise<Standing> => {
    const found = store.peek(kind, name) ?? (await store.read(kind, name));
    return found.found === 'present' ? standingOf(kind, found.value) : null;
  };
  /** What fails may have been done all the same: an answer that did not come says nothing. */
  const trying = async <T>(
    write: Omit<UnsureWrite, 'author'>,
    work: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreUnavailable) recorder.unsure({ ...write, author });
      throw error;
    }
  };
  return {
    ...store,
    async put(kind, name, value, expected) {
      if (!isVersioned(kind)) return store.put(kind, name, value, expected);
      const before = await standing(kind, name);
      const meant = { kind, name, after: standingOf(kind, value) };
      const written = await trying(meant, () => store.put(kind, name, value, expected));
      await recorder.own({ kind, name, before, after: standingOf(kind, written), author });
      return written;
    },
    async putIfAbsent(kind, name, value) {
      if (!isVersioned(kind)) return store.putIfAbsent(kind, name, value);
      const meant = { kind, name, after: standingOf(kind, value) };
      const wrote = await trying(meant, () => store.putIfAbsent(kind, name, value));
      if (!wrote) return wrote;
      // It is written: a reading that fails now must not hide that, nor who did it.
      const after = await standing(kind, name).catch(() => standingOf(kind, value));
      await recorder.own({ kind, name, before: null, after, author });
      return wrote;
    },
    async remove(kind, name, expected) {
      if (!isVersioned(kind)) return store.remove(kind, name, expected);
      const before = await standing(kind, name);
      const removed = await trying({ kind, name, after: null }, () =>
        store.remove(kind, name, expected),
      );
      if (removed) await recorder.own({ kind, name, before, after: null, author });
      return removed;
    },
    async repair(key, json) {
      const fault = await store.repair(key, json);
      const entity = entityOf(key);
      if (fault === null && entity && isVersioned(entity.kind)) {
        const { kind, name } = entity;
        const after = await standing(kind, name);
        await recorder.own({ kind, name, before: null, after, author });
      }
      return fault;
    },
  };
};
