import { DeviceSchema } from '#shared/contract/device.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { deviceOf, typedOf, type TypedDevice } from './device-draft.ts';

const fieldsOf = (typed: TypedDevice | null): Record<string, unknown> | null => {
  const made = typed && deviceOf(typed);
  return made?.ok ? made.value : null;
};

/** Theirs as this form would store it: what is null in one and left out of the other is no difference. */
const theirsAs = (theirs: Record<string, unknown> | null): Record<string, unknown> | null => {
  const device = DeviceSchema.safeParse(theirs);
  return device.success ? (fieldsOf(typedOf(device.data)) ?? theirs) : theirs;
};

/** Somebody else saved this device first. */
export const DeviceConflict = ({ edit }: { edit: EntityForm<TypedDevice> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  return (
    <VersionConflict
      what={`device ${conflict.name}`}
      conflict={{ ...conflict, theirs: theirsAs(conflict.theirs) }}
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
