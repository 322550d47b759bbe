import type { PatchOperation, StateData } from '#shared/contract/master-state.ts';
import { stateDifference } from '#shared/domain/state-difference.ts';
import { applyStatePatch } from '#shared/domain/state-patch.ts';
import type { CommitRecord } from './commit-record.ts';
import { recordedVersion, type Known } from './known-state.ts';

/** Who wrote is not said in the value. */
export const FOREIGN = 'foreign';

/** A difference that can be done again; the whole value where a key can't stand in a path. */
const between = (from: StateData, to: StateData): readonly PatchOperation[] | null => {
  const difference = stateDifference(from, to);
  if (applyStatePatch(from, difference).ok) return difference;
  const whole = [{ op: 'replace', path: '', value: to }];
  return applyStatePatch(from, whole).ok ? whole : null;
};

/**
 * What another writer made of the state since the history's last entry, as one entry; null where it only wrote the
 * same once more. `before` is what stood there then, null where nobody knows.
 */
export const foreignCommit = (
  known: Known,
  before: StateData | null,
  at: string,
): CommitRecord | null => {
  const base = known.unrecorded?.anew ? 0 : recordedVersion(known.recorded);
  const patch = before && between(before, known.data);
  if (base === known.version && patch?.length === 0) return null;
  const whole = [{ op: 'replace', path: '', value: known.data }];
  const entry = { version: known.version, base, at, origin: FOREIGN, kind: 'foreign' } as const;
  return patch
    ? { ...entry, patch, inverse: before && between(known.data, before) }
    : { ...entry, patch: whole, inverse: null, value: known.data };
};
