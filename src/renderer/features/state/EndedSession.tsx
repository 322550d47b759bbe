import { TimerOff } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Variable } from '#shared/contract/variables.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { beginAnew } from './variable-writes.ts';

interface EndedSessionProps {
  session: string;
  /** What stood there when it ended. */
  last: readonly Variable[];
  onBegun: () => void;
}

/** The session's variables are gone; what this page last knew of them can be put back. */
export const EndedSession = ({ session, last, onBegun }: EndedSessionProps) => {
  const isLive = useIsLive();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const begin = async (): Promise<void> => {
    setIsBusy(true);
    const failed = await beginAnew(session, last);
    setIsBusy(false);
    setFault(failed);
    if (failed === null) onBegun();
  };
  const count = last.length.toLocaleString('en');
  return (
    <EmptyState icon={TimerOff} title="This session has ended">
      <p>
        Nobody used its variables for so long that they expired, or somebody ended it. Commands
        that use one of them fail until it is registered again.
      </p>
      {last.length > 0 && (
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={!isLive || isBusy}
          onClick={() => void begin()}
        >
          {last.length === 1
            ? 'Begin it anew with its variable'
            : `Begin it anew with its ${count} variables`}
        </button>
      )}
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
    </EmptyState>
  );
};
