import { useState } from 'react';
import type { Intent } from '#shared/contract/intent.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { usageNames, type Usage } from './intent-rows.ts';
import { removeIntent } from './remove-intent.ts';

interface DeleteIntentProps {
  intent: Intent;
  revision: string;
  usage: Usage;
  onGone: () => void;
  onClose: () => void;
}

/** What would break without it, before it is deleted; it can be undone afterwards. */
export const DeleteIntent = ({
  intent,
  revision,
  usage,
  onGone,
  onClose,
}: DeleteIntentProps) => {
  const [isBusy, setIsBusy] = useState(false);
  const users = usageNames(usage);
  const remove = async (): Promise<void> => {
    setIsBusy(true);
    if (await removeIntent(intent, revision)) onGone();
    else onClose();
  };
  return (
    <Dialog title={`Delete ${intent.intent_name}`} onClose={onClose}>
      {users.length === 0 ? (
        <p>Nothing here fires it. Agents and programs may.</p>
      ) : (
        <>
          <p>These fire it, and would do nothing any more:</p>
          <ul className="ie-users">
            {users.map((user) => (
              <li key={user} className="fig">
                {user}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="ie-row">
        <button
          type="button"
          className="btn"
          data-kind="primary"
          disabled={isBusy}
          onClick={() => void remove()}
        >
          Delete it
        </button>
        <span className="help">It can be undone for a while.</span>
      </div>
    </Dialog>
  );
};
