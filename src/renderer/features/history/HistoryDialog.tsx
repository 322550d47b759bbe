import { History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Revision } from '#shared/contract/revisions.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useRevision } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Compare } from './Compare.tsx';
import { changeWords, whatWords, whenWords, type HistoryKind } from './history-words.ts';
import { restoreRevision } from './restore-revision.ts';
import { RevisionRow } from './RevisionRow.tsx';
import { useComparison, type Versions } from './use-comparison.ts';
import { useRevisions } from './use-revisions.ts';

interface HistoryDialogProps {
  kind: HistoryKind;
  name: string;
  onClose: () => void;
}

interface OneProps extends HistoryDialogProps {
  revision: Revision;
  revisions: readonly Revision[];
  current: string | null;
}

const versionsOf = (
  revision: Revision,
  other: Revision | 'before' | 'now',
  newestFirst: readonly Revision[],
  current: string | null,
): Versions => {
  if (other === 'before') return { around: revision };
  if (other === 'now') return { earlier: revision, later: other, current };
  return newestFirst.indexOf(other) > newestFirst.indexOf(revision)
    ? { earlier: other, later: revision }
    : { earlier: revision, later: other };
};

/** One revision beside another, and the way back to it. */
const One = ({ kind, name, revision, revisions, current, onClose }: OneProps) => {
  const isLive = useIsLive();
  const [withWhat, setWithWhat] = useState('before');
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const others = revisions.filter(({ id }) => id !== revision.id);
  const other =
    withWhat === 'now' ? withWhat : (others.find(({ id }) => id === withWhat) ?? 'before');
  const compared = useComparison(kind, name, versionsOf(revision, other, revisions, current));
  const isCurrent = revision.after !== null && revision.after === current;
  const restore = async (): Promise<void> => {
    setIsBusy(true);
    const failed = await restoreRevision(kind, name, revision);
    setIsBusy(false);
    setFault(failed);
    // What was done is said in the corner of the page, with the way back.
    if (!failed) onClose();
  };
  return (
    <section className="h-one" aria-label="Comparison">
      <div className="h-bar">
        <label>
          <span className="mut">Compare with</span>
          <select
            className="pick"
            value={typeof other === 'string' ? other : other.id}
            onChange={(event) => setWithWhat(event.target.value)}
          >
            <option value="before">what stood before it</option>
            <option value="now">what stands now</option>
            {others.map(({ id, at, ...rest }) => (
              <option key={id} value={id}>
                {whenWords(at)} · {changeWords(rest)}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={isBusy || isCurrent || !isLive}
          title={isCurrent ? 'It stands now.' : undefined}
          onClick={() => void restore()}
        >
          <RotateCcw className="i i-14" aria-hidden />
          {revision.after === null ? 'Make it again' : 'Restore'}
        </button>
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <ScrollRegion className="h-fields" label="What differs">
        <Compare {...compared} />
      </ScrollRegion>
    </section>
  );
};

/** Every change of one value that is kept: who, when, what; to compare and to restore. */
export const HistoryDialog = ({ kind, name, onClose }: HistoryDialogProps) => {
  const current = useRevision(kind, name) ?? null;
  const { revisions, more, fault, isBusy, isBehind, isUnnoted, older } = useRevisions(
    kind,
    name,
    current,
  );
  const [pickedId, setPickedId] = useState<string | null>(null);
  const picked = revisions?.find(({ id }) => id === pickedId) ?? revisions?.[0];
  return (
    <Dialog title={`History of ${whatWords(kind, name)}`} onClose={onClose}>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {revisions === null && !fault && <p className="sec">Waiting for the engine.</p>}
      {revisions?.length === 0 && (
        <EmptyState icon={History} title="No change is kept yet">
          <p>
            Every change from now on stands here, whoever makes it: compare any of them, and go
            back to it.
          </p>
        </EmptyState>
      )}
      {revisions && picked && (
        <div className="h-room">
          <section className="h-list" aria-label="Changes">
            {isBehind && (
              <output className="help">
                {isUnnoted
                  ? 'What stands now is none of these: it was written while no control room ran.'
                  : 'It was changed just now; that is noted in a moment.'}
              </output>
            )}
            <ol>
              {revisions.map((revision) => (
                <RevisionRow
                  key={revision.id}
                  revision={revision}
                  isCurrent={revision === revisions[0] && revision.after === current}
                  isPicked={revision.id === picked.id}
                  onPick={() => setPickedId(revision.id)}
                />
              ))}
            </ol>
            {more && (
              <button type="button" className="btn" disabled={isBusy} onClick={older}>
                Show older
              </button>
            )}
          </section>
          <One
            key={picked.id}
            kind={kind}
            name={name}
            revision={picked}
            revisions={revisions}
            current={current}
            onClose={onClose}
          />
        </div>
      )}
    </Dialog>
  );
};
