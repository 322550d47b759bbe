import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { hintOf } from '../../link/faults.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { restoreVersion } from './restore-version.ts';

interface RestoreQuestionProps {
  session: string;
  version: number;
  /** What stands now. */
  now: number;
  onClose: () => void;
}

/** Says what a restoring does, before it is done. */
export const RestoreQuestion = ({ session, version, now, onClose }: RestoreQuestionProps) => {
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const restore = async (): Promise<void> => {
    setIsBusy(true);
    const failed = await restoreVersion(session, version, now);
    setIsBusy(false);
    setFault(failed);
    if (failed === null) onClose();
  };
  return (
    <Dialog title={`Restore version ${version}?`} onClose={onClose}>
      <p>
        It writes version {now + 1}, in which everything is as it was in version {version}.
        Nothing is erased, no key is pressed, and it can be undone.
      </p>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div className="st-do">
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={isBusy}
          onClick={() => void restore()}
        >
          Restore it
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Leave it
        </button>
      </div>
    </Dialog>
  );
};
