import { Eye, RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { StateCommit } from '#shared/contract/master-state.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { timeOf } from '../../state/local-time.ts';
import { Choice } from '../../ui/Choice.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Select } from '../../ui/Select.tsx';
import { commitWords } from './commit-words.ts';
import { DifferenceList } from './DifferenceList.tsx';
import { differences } from './differences.ts';
import { RestoreQuestion } from './RestoreQuestion.tsx';
import { useCompared } from './use-compared.ts';

interface ComparePaneProps {
  session: string;
  commits: readonly StateCommit[];
  /** The version that was picked; null: the newest one. */
  picked: number | null;
  /** The version that stands. */
  now: number;
  onShow: (version: number) => void;
}

const AS = [
  { value: 'members', words: 'Diff' },
  { value: 'patch', words: 'Patch' },
] as const;

const counted = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

/** A version beside another one, member by member, and the way back to it. */
export const ComparePane = ({ session, commits, picked, now, onShow }: ComparePaneProps) => {
  const isLive = useIsLive();
  const [withWhat, setWithWhat] = useState('before');
  const [as, setAs] = useState<'members' | 'patch'>('members');
  const [asksRestore, setAsksRestore] = useState(false);
  const version = picked ?? commits[0]?.version ?? null;
  const commit = commits.find((each) => each.version === version);
  const other =
    withWhat === 'now' ? now : withWhat === 'before' ? commit?.base : Number(withWhat);
  const pair =
    version === null || other === undefined
      ? null
      : { from: Math.min(version, other), to: Math.max(version, other) };
  const { compared, fault } = useCompared(session, pair?.from ?? null, pair?.to ?? null);
  const all = useMemo(
    () => (compared ? differences(compared.from.data, compared.patch) : []),
    [compared],
  );
  if (version === null || pair === null)
    return (
      <section className="pane st-compare" aria-label="Comparison">
        <div className="bar">
          <h2>Comparison</h2>
        </div>
        <p className="st-wait sec">
          Once there are commits, what each one changed stands here: what was, what is.
        </p>
      </section>
    );
  const isNow = version === now;
  // The last answer stands until the next is here: the title is its own.
  const shown = compared ? { from: compared.from.version, to: compared.to.version } : pair;
  return (
    <section className="pane st-compare" aria-label="Comparison">
      <div className="bar edit-bar">
        <h2 className="fig">
          {shown.from} to {shown.to}
        </h2>
        {compared && <span className="mut">{counted(all.length)}</span>}
        <span className="grow" />
        <Select
          aria-label={`Compare ${version} with`}
          value={withWhat}
          onChange={({ target }) => setWithWhat(target.value)}
        >
          <option value="before">the one before</option>
          {!isNow && <option value="now">now ({now})</option>}
          {commits.map((each) => (
            <option key={`${each.version} ${each.at}`} value={each.version}>
              {each.version} · {timeOf(each.at).seconds} · {commitWords(each).slice(0, 60)}
            </option>
          ))}
        </Select>
        <Choice label="As" isQuiet value={as} options={AS} onChange={setAs} />
        <IconButton
          icon={Eye}
          label={`Show version ${version}`}
          disabled={isNow || !isLive}
          onClick={() => onShow(version)}
        />
        <button
          type="button"
          className="btn"
          disabled={isNow || !isLive}
          title={isNow ? 'It stands now.' : undefined}
          onClick={() => setAsksRestore(true)}
        >
          <RotateCcw className="i i-14" aria-hidden />
          Restore {version}
        </button>
      </div>
      {fault && (
        <div className="st-note">
          <FaultNote message={fault.message} hint={hintOf(fault)} />
        </div>
      )}
      <ScrollRegion className="st-compared" label="What differs">
        {compared && as === 'members' && (
          <DifferenceList
            key={`${shown.from} ${shown.to}`}
            all={all}
            words={{ was: 'was', is: 'is' }}
            none="They are the same."
          />
        )}
        {compared && as === 'patch' && (
          <pre className="st-patch">{JSON.stringify(compared.patch, null, 2)}</pre>
        )}
      </ScrollRegion>
      {asksRestore && (
        <RestoreQuestion
          session={session}
          version={version}
          now={now}
          onClose={() => setAsksRestore(false)}
        />
      )}
    </section>
  );
};
