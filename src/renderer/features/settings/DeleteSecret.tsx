import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { SecretEntry } from '#shared/contract/secrets.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';

interface DeleteSecretProps {
  secret: SecretEntry;
  onDeleted: () => void;
  onClose: () => void;
}

/** Asked for once, since nobody can be shown the value to put it back. */
export const DeleteSecret = ({ secret, onDeleted, onClose }: DeleteSecretProps) => {
  const { name, used_by } = secret;
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);

  const remove = async (): Promise<void> => {
    setIsBusy(true);
    setFault(null);
    try {
      await ask((client, options) => client.secrets.delete({ params: { name } }, options));
      announce('secret', `Secret ${name} deleted`);
      onDeleted();
    } catch (error) {
      setFault(faultOf(error));
      setIsBusy(false);
    }
  };

  return (
    <Dialog title={`Delete the secret ${name}?`} onClose={onClose}>
      <p>
        Its value can’t be shown or brought back: to have it again, it must be typed again.
        {used_by.length > 0 && (
          <>
            {' '}
            Until then these will not be sent: <b className="fig">{used_by.join(', ')}</b>.
          </>
        )}
      </p>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <div className="do">
        <button type="button" className="btn" disabled={isBusy} onClick={() => void remove()}>
          Delete {name}
        </button>
        <button type="button" className="btn" data-kind="quiet" onClick={onClose}>
          Keep it
        </button>
      </div>
    </Dialog>
  );
};
