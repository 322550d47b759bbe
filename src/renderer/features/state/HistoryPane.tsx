import { X } from 'lucide-react';
import { memo } from 'react';
import type { LostPatch, StateCommit } from '#shared/contract/master-state.ts';
import { dateOf, momentOf, timeOf, utcOf } from '../../state/local-time.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { commitWords, patchWords } from './commit-words.ts';
import type { MasterStateView } from './use-master-state.ts';

/** A version, or a patch that lost. */
export type Picked = { kind: 'version'; version: number } | { kind: 'lost'; id: string };

interface RowProps {
  at: string;
  origin: string;
  words: string;
  /** Null for what lost. */
  version: number | null;
  lostId: string | null;
  isPicked: boolean;
  onPick: (picked: Picked) => void;
}

/** Drawn again only where it changed: there may be a thousand, and agents commit many times a second. */
const Row = memo(({ at, origin, words, version, lostId, isPicked, onPick }: RowProps) => {
  const pick = (): void => {
    if (version !== null) onPick({ kind: 'version', version });
    else if (lostId !== null) onPick({ kind: 'lost', id: lostId });
  };
  return (
    <li>
      <label className="st-commit" data-picked={isPicked || undefined}>
        <input
          type="radio"
          className="sr"
          name="st-commit"
          checked={isPicked}
          onChange={pick}
        />
        <span className="st-version num">{version ?? <span className="mut">–</span>}</span>
        <span className="st-commit-who">
          <time
            className="fig"
            dateTime={at}
            title={[dateOf(at), utcOf(at)].filter(Boolean).join(' · ')}
          >
            {timeOf(at).seconds}
            <span className="mut">{timeOf(at).millis}</span>
          </time>
          <OriginLabel origin={origin} />
        </span>
        <span className="st-commit-words fig mut cut" title={words}>
          {words}
        </span>
        {lostId !== null && (
          <span className="chip" data-tone="amber">
            <X className="i i-14" aria-hidden />
            lost
          </span>
        )}
      </label>
    </li>
  );
});
Row.displayName = 'Row';

type Entry = { at: number } & (
  | { kind: 'commit'; commit: StateCommit }
  | { kind: 'lost'; lost: LostPatch }
);

/** Commits in their order, and what lost where it fell. */
const entriesOf = (commits: readonly StateCommit[], lost: readonly LostPatch[]): Entry[] => {
  const waiting = lost.map((each) => ({ at: momentOf(each.at) ?? 0, lost: each }));
  const entries: Entry[] = [];
  for (const commit of commits) {
    const at = momentOf(commit.at) ?? 0;
    while (waiting[0] && waiting[0].at >= at) {
      const next = waiting.shift();
      if (next) entries.push({ kind: 'lost', ...next });
    }
    entries.push({ kind: 'commit', at, commit });
  }
  return [...entries, ...waiting.map((each) => ({ kind: 'lost' as const, ...each }))];
};

interface HistoryPaneProps {
  state: MasterStateView;
  lost: readonly LostPatch[];
  /** What the comparison shows. */
  picked: Picked | null;
  onPick: (picked: Picked) => void;
}

/** Every commit that is kept: which version, when, who and what. */
export const HistoryPane = ({ state, lost, picked, onPick }: HistoryPaneProps) => {
  const { commits, hasOlder, isLoading, older, snapshot } = state;
  return (
    <section className="pane st-history" aria-label="History">
      <div className="bar">
        <h2>History</h2>
        <span className="mut cut">every commit, who and what</span>
        <span className="grow" />
        {lost.length > 0 && (
          <span className="chip" data-tone="amber">
            <X className="i i-14" aria-hidden />
            {lost.length} lost
          </span>
        )}
      </div>
      <div className="st-commits">
        {snapshot && commits.length === 0 && lost.length === 0 && hasOlder === false && (
          <p className="st-wait sec">
            No commit is kept yet. Each one stands here: who made it, when, and what it changed.
          </p>
        )}
        <ol>
          {entriesOf(commits, lost).map((entry) =>
            entry.kind === 'commit' ? (
              <Row
                key={`${entry.commit.version} ${entry.commit.base} ${entry.commit.at}`}
                version={entry.commit.version}
                lostId={null}
                at={entry.commit.at}
                origin={entry.commit.origin}
                words={commitWords(entry.commit)}
                isPicked={picked?.kind === 'version' && picked.version === entry.commit.version}
                onPick={onPick}
              />
            ) : (
              <Row
                key={entry.lost.lost_id}
                version={null}
                lostId={entry.lost.lost_id}
                at={entry.lost.at}
                origin={entry.lost.origin}
                words={`on ${entry.lost.version}: ${patchWords(entry.lost.patch)}`}
                isPicked={picked?.kind === 'lost' && picked.id === entry.lost.lost_id}
                onPick={onPick}
              />
            ),
          )}
        </ol>
        {hasOlder && (
          <button type="button" className="btn" disabled={isLoading} onClick={older}>
            Show older
          </button>
        )}
      </div>
    </section>
  );
};
