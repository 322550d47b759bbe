import { ProtocolSchema } from '#shared/contract/protocol.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { formOf, protocolOf, type ProtocolForm } from './protocol-form.ts';

const fieldsOf = (form: ProtocolForm | null): Record<string, unknown> | null => {
  const made = form && protocolOf(form);
  return made?.ok ? made.value : null;
};

/** Theirs as this form would store it: what is null in one and left out of the other is no difference. */
const theirsAs = (theirs: Record<string, unknown> | null): Record<string, unknown> | null => {
  const protocol = ProtocolSchema.safeParse(theirs);
  return protocol.success ? (fieldsOf(formOf(protocol.data)) ?? theirs) : theirs;
};

/** Somebody else saved this protocol first. */
export const ProtocolConflict = ({ edit }: { edit: EntityForm<ProtocolForm> }) => {
  const { conflict, base, mine } = edit;
  if (!conflict) return null;
  return (
    <VersionConflict
      what={`protocol ${conflict.name}`}
      conflict={{ ...conflict, theirs: theirsAs(conflict.theirs) }}
      base={fieldsOf(base)}
      mine={fieldsOf(mine) ?? {}}
      isBusy={edit.saving === 'busy'}
      onSave={(chosen) => {
        const protocol = ProtocolSchema.safeParse(chosen);
        if (protocol.success) void edit.resolve(formOf(protocol.data));
      }}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
