import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { fieldChanges, mergeFields } from '#shared/domain/field-conflicts.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { clientOf, typedOf } from './client-draft.ts';
import type { TypedClient } from './typed-client.ts';

const fieldsOf = (typed: TypedClient | null): Record<string, unknown> | null => {
  const made = typed && clientOf(typed);
  return made?.ok ? made.client : null;
};

/** Somebody else saved this client first: theirs and yours, field by field. */
export const ClientConflict = ({ edit }: { edit: EntityForm<TypedClient> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  const mine = fieldsOf(edit.form.getValues()) ?? {};
  const theirs = conflict.theirs ?? {};
  const changes = fieldChanges(fieldsOf(base), theirs, mine);
  const save = (choices: ReadonlyMap<string, 'theirs' | 'mine'>): void => {
    const merged = conflict.theirs
      ? mergeFields(theirs, changes, ({ path }) => choices.get(path) ?? 'theirs')
      : mine;
    const client = HardwareClientSchema.safeParse(merged);
    if (client.success) void edit.resolve(typedOf(client.data));
  };
  return (
    <ConflictDialog
      key={conflict.revision}
      what={`hardware client ${conflict.name}`}
      fields={changes}
      isGone={conflict.theirs === null}
      isBusy={edit.saving === 'busy'}
      onSave={save}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
