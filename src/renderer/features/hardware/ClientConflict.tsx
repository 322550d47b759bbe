import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { clientOf, typedOf } from './client-draft.ts';
import type { TypedClient } from './typed-client.ts';

const fieldsOf = (typed: TypedClient | null): Record<string, unknown> | null => {
  const made = typed && clientOf(typed);
  return made?.ok ? made.value : null;
};

/** Somebody else saved this client first. */
export const ClientConflict = ({ edit }: { edit: EntityForm<TypedClient> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  return (
    <VersionConflict
      what={`hardware client ${conflict.name}`}
      conflict={conflict}
      base={fieldsOf(base)}
      mine={fieldsOf(edit.mine) ?? {}}
      isBusy={edit.saving === 'busy'}
      onSave={(chosen) => {
        const client = HardwareClientSchema.safeParse(chosen);
        if (client.success) void edit.resolve(typedOf(client.data));
      }}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
