import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import { useLocation } from 'wouter';
import type { HardwareClient } from '#shared/contract/hardware-clients.ts';
import { hintOf } from '../../link/faults.ts';
import { putTyped } from '../../link/put-typed.ts';
import { useEntityForm } from '../../state/use-entity-form.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { removeClient } from './client-commands.ts';
import { ClientConflict } from './ClientConflict.tsx';
import { clientOf, SoundClientSchema, typedOf } from './client-draft.ts';
import { ClientFields } from './ClientFields.tsx';
import { clientPath } from './client-path.ts';
import { ClientRest } from './ClientRest.tsx';
import { blankClient, TypedClientSchema, type TypedClient } from './typed-client.ts';

const BLANK = blankClient();

const put = (name: string, typed: TypedClient, revision: string | null) =>
  putTyped('hardware', name, clientOf(typed), revision, typedOf);

interface ClientEditorProps {
  id: string | null;
  stored: HardwareClient | undefined;
  /** Opens its history; nothing for a new one. */
  history: ReactNode;
}

/** The form of one client. `id` null for a new one. Give it a `key` of the client. */
export const ClientEditor = ({ id, stored, history }: ClientEditorProps) => {
  const [, go] = useLocation();
  const edit = useEntityForm<TypedClient>({
    kind: 'hardware',
    name: id,
    schema: SoundClientSchema,
    draftSchema: TypedClientSchema,
    stored: stored && typedOf(stored),
    blank: BLANK,
    nameOf: ({ client_id }) => client_id,
    put,
    saved: ({ client_id }) => {
      if (id === null) go(clientPath(client_id));
    },
  });
  const remove = async (client: HardwareClient): Promise<void> => {
    if (await removeClient(client)) go('/hardware');
  };
  if (edit.isGone)
    return (
      <p className="help hw-said">It is not stored any more: there is nothing to change.</p>
    );
  return (
    <FormProvider {...edit.form}>
      <form
        className="hw-editor"
        data-undo={edit.history.scope}
        aria-label={id === null ? 'New client' : `Setup of ${id}`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void edit.save();
        }}
      >
        <div className="bar edit-bar">
          <h2 className="cut">{id === null ? 'New client' : 'Setup'}</h2>
          <span className="grow" />
          {stored && history}
          {stored && (
            <IconButton
              icon={Trash2}
              label={`Delete ${stored.client_id}`}
              onClick={() => void remove(stored)}
            />
          )}
          {edit.isDirty && <DropButton onDrop={edit.drop} />}
          <UndoButtons {...edit.history} />
          <SaveButton
            isSubmit
            canSave={edit.isDirty && edit.saving !== 'busy'}
            onSave={() => void edit.save()}
          />
        </div>
        <div className="hw-editor-notes">
          {edit.fault && <FaultNote message={edit.fault.message} hint={hintOf(edit.fault)} />}
          <ClientRest edit={edit} />
          {edit.saving === 'waiting' && (
            <output className="hw-note" data-tone="amber">
              It is kept here, and saved as soon as the store is back.
            </output>
          )}
          {edit.changedMeanwhile && !edit.conflict && (
            <output className="hw-note">
              {stored
                ? 'Somebody else changed it meanwhile. Saving shows both, field by field.'
                : 'Somebody else deleted it meanwhile. Yours is still here: saving asks what to do.'}
            </output>
          )}
        </div>
        <div className="hw-editor-body">
          <ClientFields id={id} />
        </div>
      </form>
      <ClientConflict edit={edit} />
    </FormProvider>
  );
};
