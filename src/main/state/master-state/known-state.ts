import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { placeOf, type Standing } from './shelf.ts';
import { decodeState, encodeState, plainData, type DecodedState } from './state-text.ts';

/** A session's state as it was seen or written last. Never changed in place. */
export interface Known extends DecodedState {
  text: string;
  recorded: string;
  /**
   * What the history does not know yet: another writer's doing. `before` is what stood there at its last entry, where
   * this process saw it. `anew`: the history is of a state that is gone.
   */
  unrecorded: { before: DecodedState | null; anew: boolean } | null;
}

export const recordedVersion = (recorded: string): number => placeOf(recorded)[0];

const unrecordedIn = (
  seen: DecodedState & Standing,
  former: Known | null,
): Known['unrecorded'] => {
  const last = recordedVersion(seen.recorded);
  if (last > seen.version) return { before: null, anew: true };
  const follows = former !== null && former.recorded === seen.recorded;
  const settled = follows && former.unrecorded === null;
  if (last === seen.version) {
    if (!follows || former.text === seen.text) return follows ? former.unrecorded : null;
    // The same version with another text: somebody wrote over it.
    return former.version === seen.version
      ? (former.unrecorded ?? { before: former, anew: false })
      : null;
  }
  if (last === 0 && seen.recorded === '') return { before: EMPTY, anew: false };
  if (settled) return { before: former, anew: false };
  return { before: follows ? (former.unrecorded?.before ?? null) : null, anew: false };
};

const EMPTY: DecodedState = { version: 0, data: {}, rest: {} };

/** What is known from what stands there. @throws StateTextProblem */
export const know = ({ text, recorded }: Standing, former: Known | null): Known => {
  if (former !== null && former.text === text && former.recorded === recorded) return former;
  const decoded = former?.text === text ? former : decodeState(text);
  const { version, data, rest } = decoded;
  const unrecorded = unrecordedIn({ version, data, rest, text, recorded }, former);
  return { version, data, rest, text, recorded, unrecorded };
};

/** The state one version on. */
export const followedBy = (known: Known, data: Known['data']): Known => {
  const next = { version: known.version + 1, data, rest: known.rest };
  return { ...next, text: encodeState(next), recorded: known.recorded, unrecorded: null };
};

const snapshots = new WeakMap<object, StateSnapshot>();

/** As everybody else sees it: not to be changed. */
export const snapshotOf = (known: Known): StateSnapshot => {
  let snapshot = snapshots.get(known.data);
  if (snapshot?.version !== known.version) {
    snapshot = { version: known.version, data: plainData(known.data) };
    snapshots.set(known.data, snapshot);
  }
  return snapshot;
};
