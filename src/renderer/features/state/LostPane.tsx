import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { LostPatch, StateSnapshot } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { DifferenceList } from './DifferenceList.tsx';
import { wantedBesideNow } from './differences.ts';

interface LostPaneProps {
  session: string;
  lost: LostPatch;
  snapshot: StateSnapshot;
  /** It is not lost any more. */
  onDone: () => void;
  onLetGo: () => void;
}

/** A patch that came too late, beside what stands there now, and the way to try it again. */
export const LostPane = ({ session, lost, snapshot, onDone, onLetGo }: LostPaneProps) => {
  const isLive = useIsLive();
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { lost_id, origin, version, patch, mode } = lost;
  const tryAgain = async (): Promise<void> => {
    setIsBusy(true);
    try {
      const { new_version } = await ask((client, options) =>
        client.master.rebase({ params: { session, lost_id } }, options),
      );
      say(`The patch made it, as version ${new_version}`);
      onDone();
    } catch (error) {
      setFault(faultOf(error));
      setIsBusy(false);
    }
  };
  // A flat path is one key, whatever stands in it: it is shown as it was sent.
  const all = mode === 'flat' ? null : wantedBesideNow(snapshot.data, patch);
  return (
    <section className="pane st-compare" aria-label="Lost patch">
      <div className="bar edit-bar">
        <h2>Lost on {version}</h2>
        <OriginLabel origin={origin} />
        <span className="grow" />
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={!isLive || isBusy}
          onClick={() => void tryAgain()}
        >
          <RotateCcw className="i i-14" aria-hidden />
          Try again on {snapshot.version}
        </button>
        <button type="button" className="btn" disabled={!isLive || isBusy} onClick={onLetGo}>
          <Trash2 className="i i-14" aria-hidden />
          Let it go
        </button>
      </div>
      {fault && (
        <div className="st-note">
          <FaultNote message={fault.message} hint={hintOf(fault)} />
        </div>
      )}
      <ScrollRegion className="st-compared" label="What it wanted">
        <p className="help">
          Somebody committed before it. − is what stands now, + is what it wanted.
        </p>
        {all ? (
          <DifferenceList
            all={all}
            words={{ was: 'stands now', is: 'wanted' }}
            none="It changes nothing."
          />
        ) : (
          <pre className="st-patch">{JSON.stringify(patch, null, 2)}</pre>
        )}
      </ScrollRegion>
    </section>
  );
};
