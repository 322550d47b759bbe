import type { StateCommit } from '#shared/contract/master-state.ts';
import { keysOf, locate } from '#shared/domain/json-pointer.ts';
import { pointerOf } from './tree-rows.ts';

/** What stands in a list moves when something is put before it: of those the list itself changed. */
const outOfLists = (keys: readonly string[], data: object): readonly string[] => {
  let at: unknown = data;
  for (const [index, key] of keys.entries()) {
    if (Array.isArray(at)) return keys.slice(0, index);
    at = typeof at === 'object' && at !== null ? locate(at, [key])?.value : undefined;
  }
  return keys;
};

/** In which version members changed last, by pointer, as far as these commits tell. Newest first. */
export const changedIn = (
  commits: readonly StateCommit[],
  data: object,
): ReadonlyMap<string, number> => {
  const versions = new Map<string, number>();
  for (const { version, kind, patch } of commits) {
    if (kind === 'init') continue;
    for (const { op, path } of patch) {
      const keys = typeof path === 'string' && op !== 'test' ? keysOf(path) : null;
      if (keys === null || keys.length === 0) continue;
      const isReplaced = op === 'replace';
      const id = pointerOf(isReplaced ? keys : outOfLists(keys, data));
      if (!versions.has(id)) versions.set(id, version);
    }
  }
  return versions;
};
