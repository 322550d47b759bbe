import type { PatchOperation, StateData } from '#shared/contract/master-state.ts';
import { keysOf, locate } from '#shared/domain/json-pointer.ts';
import { placeWords } from './value-words.ts';

/** One member that two versions have differently; undefined where a side does not have it. */
export interface Difference {
  keys: readonly string[];
  /** `show.scene` */
  place: string;
  was: unknown;
  is: unknown;
}

const valueAt = (data: StateData, keys: readonly string[]): unknown =>
  keys.length === 0 ? data : locate(data, keys)?.value;

/** What a patch between two versions comes to, member by member. It has no move and no copy. */
export const differences = (from: StateData, patch: readonly PatchOperation[]): Difference[] =>
  patch.flatMap(({ op, path, value }): Difference[] => {
    const keys = typeof path === 'string' ? keysOf(path) : null;
    if (keys === null || op === 'test') return [];
    const was = op === 'add' ? undefined : valueAt(from, keys);
    return [
      { keys, place: placeWords(keys, from), was, is: op === 'remove' ? undefined : value },
    ];
  });

/** What a patch would set, beside what stands at the same places now. */
export const wantedBesideNow = (
  now: StateData,
  patch: readonly PatchOperation[],
): Difference[] =>
  patch.flatMap(({ op, path, from, value }): Difference[] => {
    const keys = typeof path === 'string' ? keysOf(path) : null;
    if (keys === null || op === 'test') return [];
    const source = typeof from === 'string' ? keysOf(from) : null;
    const is = source ? valueAt(now, source) : op === 'remove' ? undefined : value;
    return [{ keys, place: placeWords(keys, now), was: valueAt(now, keys), is }];
  });

export const memberAt = valueAt;
