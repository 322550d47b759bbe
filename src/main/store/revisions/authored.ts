import type { VersionedKind } from '#shared/contract/mirror.ts';
import { entityOf } from '../keys.ts';
import type { Store } from '../store.ts';
import type { Author, RevisionRecorder } from './revision-recorder.ts';
import { isVersioned, standingOf, type Standing } from './standing.ts';

/**
 * The same store, whose writes are revisions by this author. A write waits for its revision to be tried once: one more
 * round trip; where that fails, the revision waits and the write stands.
 */
export const authored = (
  store: Store,
  recorder: Pick<RevisionRecorder, 'own'>,
  author: Author,
): Store => {
  const standing = async (kind: VersionedKind, name: string): Promise<Standing> => {
    const found = store.peek(kind, name) ?? (await store.read(kind, name));
    return found.found === 'present' ? standingOf(kind, found.value) : null;
  };
  return {
    ...store,
    async put(kind, name, value, expected) {
      if (!isVersioned(kind)) return store.put(kind, name, value, expected);
      const before = await standing(kind, name);
      const written = await store.put(kind, name, value, expected);
      await recorder.own({ kind, name, before, after: standingOf(kind, written), author });
      return written;
    },
    async putIfAbsent(kind, name, value) {
      const wrote = await store.putIfAbsent(kind, name, value);
      if (!wrote || !isVersioned(kind)) return wrote;
      // It is written: a reading that fails now must not hide that, nor who did it.
      const after = await standing(kind, name).catch(() => standingOf(kind, value));
      await recorder.own({ kind, name, before: null, after, author });
      return wrote;
    },
    async remove(kind, name, expected) {
      const before = isVersioned(kind) ? await standing(kind, name) : null;
      const removed = await store.remove(kind, name, expected);
      if (removed && isVersioned(kind))
        await recorder.own({ kind, name, before, after: null, author });
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
