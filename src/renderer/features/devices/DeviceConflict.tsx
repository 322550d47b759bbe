import { DeviceSchema } from '#shared/contract/device.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { deviceOf, typedOf, type TypedDevice } from './device-draft.ts';

const fieldsOf = (typed: TypedDevice | null): Record<string, unknown> | null => {
  const made = typed && deviceOf(typed);
  return made?.ok ? made.value : null;
};

/** Somebody else saved this device first. When it was last seen is nobody’s work. */
export const DeviceConflict = ({ edit }: { edit: EntityForm<TypedDevice> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  const { last_seen: _seen, ...theirs } = conflict.theirs ?? {};
  return (
    <VersionConflict
      what={`device ${conflict.name}`}
      conflict={{ ...conflict, theirs: conflict.theirs && theirs }}
      base={fieldsOf(base)}
      mine={fieldsOf(edit.mine) ?? {}}
      isBusy={edit.saving === 'busy'}
      onSave={(chosen) => {
        const device = DeviceSchema.safeParse(chosen);
        if (device.success) void edit.resolve(typedOf(device.data));
      }}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
