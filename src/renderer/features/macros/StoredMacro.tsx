import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Macro } from '#shared/contract/macro.ts';
import type { Reference } from '#shared/contract/references.ts';
import { referencesTo } from '#shared/domain/references.ts';
import { useMacros, useMirror } from '../../state/mirror-store.ts';
import { renameEntity } from '../../state/rename-entity.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { RenameDialog } from '../../ui/RenameDialog.tsx';
import type { MacroDraft } from './draft.ts';
import { countWords } from './page-words.ts';
import { removeMacro } from './remove-macro.ts';

interface StoredMacroProps {
  macro: Macro;
  draft: MacroDraft;
  isChanged: boolean;
  go: (path: string) => void;
}

interface DialogProps {
  macro: Macro;
  revision: string | null;
  users: Reference[];
  go: (path: string) => void;
  onClose: () => void;
}

const userWords = ({ kind, name, where }: Reference): string => `${kind} ${name}: ${where}`;

const Rename = ({ macro: { macro_id: from }, users, go, onClose }: DialogProps) => {
  const macros = useMacros();
  const follows =
    users.length === 0
      ? 'Nothing here runs it.'
      : `${countWords(users.length, 'place')} that ${users.length === 1 ? 'names' : 'name'} it will follow.`;
  return (
    <RenameDialog
      what="macro"
      word="id"
      from={from}
      isTaken={(id) => macros[id] !== undefined}
      follows={follows}
      rename={(to) => renameEntity('macro', from, to, (id) => go(`/macros/${id}`))}
      onClose={onClose}
    />
  );
};

const Delete = ({ macro, revision, users, go, onClose }: DialogProps) => {
  const [isBusy, setIsBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setIsBusy(true);
    if (revision !== null && (await removeMacro(macro, revision))) go('/macros');
    else onClose();
  };
  return (
    <Dialog title={`Delete ${macro.macro_name}`} onClose={onClose}>
      <div className="dialog-form">
        <p>These run it, and would fail without it:</p>
        <ul className="m-users">
          {users.map((user) => (
            <li key={userWords(user)} className="fig">
              {userWords(user)}
            </li>
          ))}
        </ul>
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

/** What is done to a stored macro as a whole: another id, its end. */
export const StoredMacro = ({ macro, draft, isChanged, go }: StoredMacroProps) => {
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
  const { macro_id } = macro;
  const { revision } = draft;
  const users = (): Reference[] => referencesTo('macro', macro_id, useMirror.getState());
  const shared = { macro, revision, users: users(), go, onClose: () => setOpen(null) };
  const remove = (): void => {
    if (revision === null) return;
    if (users().length > 0) setOpen('delete');
    else void removeMacro(macro, revision).then((isGone) => isGone && go('/macros'));
  };
  return (
    <div className="pair">
      <button
        type="button"
        className="btn"
        disabled={isChanged}
        title={isChanged ? 'Save or drop your changes first.' : undefined}
        onClick={() => setOpen('rename')}
      >
        <Pencil className="i i-14" aria-hidden />
        Rename
      </button>
      <button type="button" className="btn" onClick={remove}>
        <Trash2 className="i i-14" aria-hidden />
        Delete this macro
      </button>
      {open === 'rename' && <Rename {...shared} />}
      {open === 'delete' && <Delete {...shared} />}
    </div>
  );
};
