import type {
  LostPatch,
  StateCommit,
  StateEvent,
  StateSnapshot,
} from '#shared/contract/master-state.ts';
import { applyStatePatch } from '#shared/domain/state-patch.ts';

/** More are read again from the history. */
const MOST_COMMITS = 1000;

export interface StateView {
  snapshot: StateSnapshot | null;
  /** Newest first. */
  commits: readonly StateCommit[];
  /** Patches that came too late, newest first. */
  lost: readonly LostPatch[];
  /** Whether there may be older ones. Null until it is known. */
  hasOlder: boolean | null;
  /** A snapshot came without the commits that lead to it: the history is to be read again. */
  isBehind: boolean;
}

export const emptyStateView: StateView = {
  snapshot: null,
  commits: [],
  lost: [],
  hasOlder: null,
  isBehind: true,
};

const keyOf = ({ version, base, at, origin }: StateCommit): string =>
  `${version} ${base} ${at} ${origin}`;

/** Each once, newest first. */
const merged = (
  some: readonly StateCommit[],
  others: readonly StateCommit[],
): StateCommit[] => {
  const all = new Map(others.map((commit) => [keyOf(commit), commit]));
  for (const commit of some) all.set(keyOf(commit), commit);
  return [...all.values()].sort((a, b) => b.version - a.version);
};

const withCommit = (view: StateView, commit: StateCommit): StateView | null => {
  const { snapshot } = view;
  if (snapshot === null || snapshot.version !== commit.base) return null;
  const patched = applyStatePatch(snapshot.data, commit.patch);
  if (!patched.ok) return null;
  const commits = [commit, ...view.commits];
  return {
    ...view,
    snapshot: { version: commit.version, data: patched.data },
    commits: commits.slice(0, MOST_COMMITS),
    hasOlder: commits.length > MOST_COMMITS ? true : view.hasOlder,
  };
};

const withSnapshot = (view: StateView, snapshot: StateSnapshot): StateView => {
  // A lower version is another life of the session: what was known is of the former one.
  const isAnew = view.snapshot !== null && snapshot.version < view.snapshot.version;
  // What lost is told anew after each snapshot.
  return { ...view, snapshot, commits: isAnew ? [] : view.commits, lost: [], isBehind: true };
};

const afterEvent = (view: StateView, event: StateEvent): StateView | null => {
  switch (event.kind) {
    case 'snapshot':
      return withSnapshot(view, event.snapshot);
    case 'commit':
      return withCommit(view, event.commit);
    case 'lost':
      return { ...view, lost: [event.lost, ...view.lost] };
    case 'settled':
      return {
        ...view,
        lost: view.lost.filter(({ lost_id: id }) => id !== event.lost_id),
      };
  }
};

/** What is known after these events; null where one does not lead on: then the watch is begun anew. */
export const afterEvents = (
  before: StateView,
  events: readonly StateEvent[],
): StateView | null => {
  let view: StateView | null = before;
  for (const event of events) view &&= afterEvent(view, event);
  return view;
};

/** The newest page of the history, which may be older or newer than what was watched. */
export const withHistory = (
  view: StateView,
  page: readonly StateCommit[],
  limit: number,
): StateView => {
  // Of another life of this session, or on the far side of a gap.
  const oldest = page.at(-1)?.version ?? 0;
  const newer = view.commits.filter(({ version }) => version >= oldest);
  const isGapless =
    page.length === limit && view.commits.some(({ version }) => version === oldest);
  return {
    ...view,
    commits: merged(isGapless ? view.commits : newer, page),
    hasOlder: isGapless && view.hasOlder !== null ? view.hasOlder : page.length === limit,
    isBehind: false,
  };
};

export const withOlder = (
  view: StateView,
  page: readonly StateCommit[],
  limit: number,
): StateView => ({
  ...view,
  commits: merged(view.commits, page),
  hasOlder: page.length === limit,
});
