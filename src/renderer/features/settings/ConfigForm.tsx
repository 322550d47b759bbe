import type { ReactNode } from 'react';
import { FormProvider, useWatch } from 'react-hook-form';
import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import { hintOf } from '../../link/faults.ts';
import { putTyped } from '../../link/put-typed.ts';
import { useEntityForm, type EntityForm } from '../../state/use-entity-form.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { restInWords, SaveRest } from '../../ui/SaveRest.tsx';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { ConfigConflict } from './ConfigConflict.tsx';
import {
  configOf,
  SoundConfigSchema,
  typedOf,
  TypedConfigSchema,
  type TypedConfig,
} from './config-draft.ts';
import { ConfigFields } from './ConfigFields.tsx';
import { CONFIG_FIELDS, fieldWords } from './config-fields.ts';

const NAME = 'bridge';
const BLANK = typedOf(BridgeConfigSchema.parse({}));

const put = (name: string, typed: TypedConfig, revision: string | null) =>
  putTyped('config', name, configOf(typed), revision, typedOf);

/** What keeps the settings from being saved as they stand, and the way to save the rest of them. */
const ConfigRest = ({ edit }: { edit: EntityForm<TypedConfig> }) => {
  const { errors } = edit.form.formState;
  useWatch({ control: edit.form.control });
  const problems = CONFIG_FIELDS.flatMap(({ path }) => {
    const message = errors.fields?.[path]?.message;
    return typeof message === 'string' ? [{ field: fieldWords(path), message }] : [];
  });
  if (!edit.isDirty || problems.length === 0) return null;
  const rest = edit.rest();
  // All the fields are one member of what is typed: each of them is named here.
  const saved = CONFIG_FIELDS.flatMap(({ path, label }) =>
    rest.ok && rest.value.fields[path] !== edit.base?.fields[path] ? label : [],
  );
  return (
    <SaveRest
      problems={problems}
      rest={restInWords(rest.ok ? { ...rest, saved } : rest, fieldWords)}
      isBusy={edit.saving === 'busy'}
      onSaveRest={() => void edit.saveRest()}
    />
  );
};

/** What became of the last save, and what stands in the way of the next. */
const ConfigNotes = ({ edit }: { edit: EntityForm<TypedConfig> }) => (
  <div className="config-notes">
    {edit.fault && <FaultNote message={edit.fault.message} hint={hintOf(edit.fault)} />}
    {edit.saving === 'waiting' && (
      <output>It is kept here, and saved as soon as the store is back.</output>
    )}
    {edit.changedMeanwhile && !edit.conflict && (
      <output>
        Somebody else changed the settings meanwhile. Saving shows both, field by field.
      </output>
    )}
    <ConfigRest edit={edit} />
  </div>
);

interface ConfigFormProps {
  config: BridgeConfig;
  /** Opens its history. */
  history: ReactNode;
  /** Whatever else is set on the page, and is no part of the config: above it and beneath. */
  before: ReactNode;
  children: ReactNode;
}

/** The settings that every screen shares: typed in one form, saved together over what they began from. */
export const ConfigForm = ({ config, history, before, children }: ConfigFormProps) => {
  const edit = useEntityForm<TypedConfig>({
    kind: 'config',
    name: NAME,
    schema: SoundConfigSchema,
    draftSchema: TypedConfigSchema,
    stored: typedOf(config),
    blank: BLANK,
    nameOf: () => NAME,
    put,
  });
  return (
    <FormProvider {...edit.form}>
      <div className="page" data-undo={edit.history.scope}>
        <div className="page-head edit-bar">
          <h1>Settings</h1>
          <span className="grow" />
          {history}
          {edit.isDirty && <DropButton onDrop={edit.drop} />}
          <UndoButtons {...edit.history} />
          <SaveButton
            canSave={edit.isDirty && edit.saving !== 'busy'}
            onSave={() => void edit.save()}
          />
        </div>
        <div className="page-body settings">
          <ConfigNotes edit={edit} />
          {before}
          <form
            aria-label="Settings"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void edit.save();
            }}
          >
            <ConfigFields />
          </form>
          {children}
        </div>
      </div>
      <ConfigConflict edit={edit} />
    </FormProvider>
  );
};
