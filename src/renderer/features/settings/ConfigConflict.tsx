import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { configOf, typedOf, type TypedConfig } from './config-draft.ts';

const fieldsOf = (typed: TypedConfig | null): Record<string, unknown> | null => {
  const made = typed && configOf(typed);
  return made?.ok ? made.value : null;
};

/** Somebody else saved the settings first. */
export const ConfigConflict = ({ edit }: { edit: EntityForm<TypedConfig> }) => {
  const { conflict, base } = edit;
  if (!conflict) return null;
  return (
    <VersionConflict
      what="settings"
      conflict={conflict}
      base={fieldsOf(base)}
      mine={fieldsOf(edit.mine) ?? {}}
      isBusy={edit.saving === 'busy'}
      onSave={(chosen) => {
        const config = BridgeConfigSchema.safeParse(chosen);
        if (config.success) void edit.resolve(typedOf(config.data));
      }}
      onTheirs={edit.drop}
      onClose={edit.putConflictAside}
    />
  );
};
