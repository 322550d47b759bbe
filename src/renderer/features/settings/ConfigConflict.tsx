import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { fieldChanges, mergeFields } from '#shared/domain/field-conflicts.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { configOf, typedOf, type TypedConfig } from './config-draft.ts';

const fieldsOf = (typed: TypedConfig | null): Record<string, unknown> | null => {
  const made = typed && configOf(typed);
  return made?.ok ? made.config : null;
};

/** Somebody else saved the settings first: theirs and yours, field by field. */
export const ConfigConflict = ({ edit }: { edit: EntityForm<TypedConfig> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  const mine = fieldsOf(edit.form.getValues()) ?? {};
  const theirs = conflict.theirs ?? {};
  const changes = fieldChanges(fieldsOf(base), theirs, mine);
  const save = (choices: ReadonlyMap<string, 'theirs' | 'mine'>): void => {
    const merged = mergeFields(theirs, changes, ({ path }) => choices.get(path) ?? 'theirs');
    const config = BridgeConfigSchema.safeParse(merged);
    if (config.success) void edit.resolve(typedOf(config.data));
  };
  return (
    <ConflictDialog
      key={conflict.revision}
      what="settings"
      fields={changes}
      isGone={conflict.theirs === null}
      isBusy={edit.saving === 'busy'}
      onSave={save}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
