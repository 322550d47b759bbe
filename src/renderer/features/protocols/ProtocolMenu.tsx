import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import { NameSchema } from '#shared/contract/names.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { hintOf } from '../../link/faults.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { duplicate, remove, rename } from './protocol-edits.ts';
import { TextField } from './TextField.tsx';
import { isOfPlainKeys } from './used-by.ts';

interface ProtocolMenuProps {
  protocol: Protocol;
  users: readonly string[];
  /** What is typed would be lost. */
  isDirty: boolean;
  onFault: (fault: Fault | null) => void;
}

const intentsWords = (count: number): string => (count === 1 ? '1 intent' : `${count} intents`);

const RenameDialog = ({
  protocol,
  users,
  onClose,
}: Omit<ProtocolMenuProps, 'onFault' | 'isDirty'> & { onClose: () => void }) => {
  const [name, setName] = useState(protocol.protocol_name);
  const [fault, setFault] = useState<Fault | null>(null);
  const [, go] = useLocation();
  const taken = useProtocols()[name] !== undefined && name !== protocol.protocol_name;
  const checked = NameSchema.safeParse(name);
  const problems = [
    ...(checked.error?.issues.map(({ message }) => message) ?? []),
    ...(taken ? [`There is a protocol named ${name} already.`] : []),
  ];
  const submit = async (): Promise<void> => {
    const failed = await rename(protocol.protocol_name, name);
    setFault(failed);
    if (failed) return;
    onClose();
    go(`/protocols/${name}`);
  };
  return (
    <Dialog title={`Rename ${protocol.protocol_name}`} onClose={onClose}>
      <form
        className="pr-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (problems.length === 0 && name !== protocol.protocol_name) void submit();
        }}
      >
        <TextField
          label="New name"
          value={name}
          isFigure
          onChange={setName}
          problems={problems}
        />
        <p className="help">
          {users.length === 0
            ? 'No intent uses it.'
            : `${intentsWords(users.length)} will use the new name: ${users.slice(0, 8).join(', ')}${users.length > 8 ? ' …' : ''}.`}
        </p>
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <button
          type="submit"
          className="btn"
          data-kind="primary"
          disabled={problems.length > 0 || name === protocol.protocol_name}
        >
          Rename
        </button>
      </form>
    </Dialog>
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
    <div className="pr-dialog">
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
      {dialog === 'rename' && (
        <RenameDialog protocol={protocol} users={users} onClose={close} />
      )}
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
