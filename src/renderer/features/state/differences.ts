import type { PatchOperation, StateData } from '#shared/contract/master-state.ts';
import { keysOf, locate } from '#shared/domain/json-pointer.ts';
import { sameJson } from '#shared/domain/json-values.ts';
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

/** How many items two lists have in common at their beginning; `from` the end where `isEnd`. */
const inCommon = (was: readonly unknown[], is: readonly unknown[], isEnd: boolean): number => {
  const most = Math.min(was.length, is.length);
  let count = 0;
  while (count < most) {
    const at = isEnd ? -1 - count : count;
    if (!sameJson(was.at(at), is.at(at))) break;
    count += 1;
  }
  return count;
};

/** A list that became longer or shorter, item by item: what both have at their ends is left out. */
const ofLists = (
  { keys, place }: Pick<Difference, 'keys' | 'place'>,
  was: readonly unknown[],
  is: readonly unknown[],
): Difference[] => {
  const first = inCommon(was, is, false);
  const last = inCommon(was.slice(first), is.slice(first), true);
  const gone = was.slice(first, was.length - last);
  const come = is.slice(first, is.length - last);
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => ({
    keys: [...keys, String(first + at)],
    place: `${place}[${first + at}]`,
    was: gone[at],
    is: come[at],
  }));
};

/** What a patch between two versions comes to, member by member. It has no move and no copy. */
export const differences = (from: StateData, patch: readonly PatchOperation[]): Difference[] =>
  patch.flatMap(({ op, path, value }): Difference[] => {
    const keys = typeof path === 'string' ? keysOf(path) : null;
    if (keys === null || op === 'test') return [];
    const was = op === 'add' ? undefined : valueAt(from, keys);
    const place = placeWords(keys, from);
    if (Array.isArray(was) && Array.isArray(value)) return ofLists({ keys, place }, was, value);
    return [{ keys, place, was, is: op === 'remove' ? undefined : value }];
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
