import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { renameEntity } from '../../state/rename-entity.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RenameDialog } from '../../ui/RenameDialog.tsx';
import { duplicate, remove } from './protocol-edits.ts';
import { isOfPlainKeys } from './used-by.ts';

interface ProtocolMenuProps {
  protocol: Protocol;
  users: readonly string[];
  /** What is typed would be lost. */
  isDirty: boolean;
  onFault: (fault: Fault | null) => void;
}

const intentsWords = (count: number): string => (count === 1 ? '1 intent' : `${count} intents`);

const RenameProtocol = ({
  name,
  users,
  onClose,
}: {
  name: string;
  users: readonly string[];
  onClose: () => void;
}) => {
  const protocols = useProtocols();
  const [, go] = useLocation();
  const more = users.length > 8 ? ' …' : '';
  return (
    <RenameDialog
      what="protocol"
      word="name"
      from={name}
      isTaken={(other) => protocols[other] !== undefined}
      follows={
        users.length === 0
          ? 'No intent uses it.'
          : `${intentsWords(users.length)} will use the new name: ${users.slice(0, 8).join(', ')}${more}.`
      }
      rename={(to) =>
        renameEntity('protocol', name, to, (now) => {
          onClose();
          go(`/protocols/${now}`);
        })
      }
      onClose={onClose}
    />
  );
};

const DeleteDialog = ({
  name,
  users,
  onDelete,
  onClose,
}: {
  name: string;
  users: readonly string[];
  onDelete: () => void;
  onClose: () => void;
}) => (
  <Dialog title={`${name} is in use`} onClose={onClose}>
    <div className="dialog-form">
      <p>Without it these fail until they are given another one:</p>
      <ul className="pr-break">
        {users.map((user) => (
          <li key={user} className="fig">
            {user}
          </li>
        ))}
      </ul>
      <button type="button" className="btn" data-kind="primary" onClick={onDelete}>
        Delete all the same
      </button>
    </div>
  </Dialog>
);

/** What can be done with a whole protocol. */
export const ProtocolMenu = ({ protocol, users, isDirty, onFault }: ProtocolMenuProps) => {
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const [, go] = useLocation();
  const name = protocol.protocol_name;
  const breaks = [...users, ...(isOfPlainKeys(name) ? ['every key without an intent'] : [])];
  const close = (): void => setDialog(null);
  const copy = async (): Promise<void> => {
    const made = await duplicate(protocol);
    onFault(made.fault);
    if (made.name !== null) go(`/protocols/${made.name}`);
  };
  const erase = async (): Promise<void> => {
    close();
    const fault = await remove(protocol);
    onFault(fault);
    if (!fault) go('/protocols');
  };
  return (
    <>
      <IconButton icon={Copy} label="Duplicate" onClick={() => void copy()} />
      <IconButton
        icon={Pencil}
        label={isDirty ? 'Rename: save or drop the changes first' : 'Rename'}
        disabled={isDirty}
        onClick={() => setDialog('rename')}
      />
      <IconButton
        icon={Trash2}
        label="Delete"
        onClick={() => {
          if (breaks.length > 0) setDialog('delete');
          else void erase();
        }}
      />
      {dialog === 'rename' && <RenameProtocol name={name} users={users} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteDialog
          name={name}
          users={breaks}
          onDelete={() => void erase()}
          onClose={close}
        />
      )}
    </>
  );
};
