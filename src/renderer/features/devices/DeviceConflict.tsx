import { DeviceSchema } from '#shared/contract/device.ts';
import { fieldChanges, mergeFields } from '#shared/domain/field-conflicts.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { deviceOf, typedOf, type TypedDevice } from './device-draft.ts';

const fieldsOf = (typed: TypedDevice | null): Record<string, unknown> | null => {
  const made = typed && deviceOf(typed);
  return made?.ok ? made.device : null;
};

/** Somebody else saved this device first: theirs and yours, field by field. */
export const DeviceConflict = ({ edit }: { edit: EntityForm<TypedDevice> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  const mine = fieldsOf(edit.form.getValues()) ?? {};
  const { last_seen: _seen, ...theirs } = conflict.theirs ?? {};
  const changes = fieldChanges(fieldsOf(base), theirs, mine);
  const save = (choices: ReadonlyMap<string, 'theirs' | 'mine'>): void => {
    const merged = conflict.theirs
      ? mergeFields(theirs, changes, ({ path }) => choices.get(path) ?? 'theirs')
      : mine;
    const device = DeviceSchema.safeParse(merged);
    if (device.success) void edit.resolve(typedOf(device.data));
  };
  return (
    <ConflictDialog
      key={conflict.revision}
      what={`device ${conflict.name}`}
      fields={changes}
      isGone={conflict.theirs === null}
      isBusy={edit.saving === 'busy'}
      onSave={save}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
