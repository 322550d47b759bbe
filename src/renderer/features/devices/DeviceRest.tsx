import { useWatch } from 'react-hook-form';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { restInWords, SaveRest } from '../../ui/SaveRest.tsx';
import { TypedDeviceSchema, type TypedDevice } from './device-draft.ts';

const WORDS: Readonly<Record<string, string>> = {
  device_id: 'Name',
  device_type: 'Deck',
  page_count: 'Pages',
  rows: 'Rows',
  cols: 'Columns',
  connection_url: 'Address',
  password_name: 'Password',
  backup_device_id: 'Backup',
  group_mode: 'Group',
  group_ids: 'Members',
  simulated: 'Simulate',
  observe_only: 'Observe only',
  metadata: 'Notes',
};

const fieldWords = (path: string): string => WORDS[path.split('.')[0] ?? path] ?? path;

/** What keeps the device from being saved as it stands, and the way to save the rest of it. */
export const DeviceRest = ({ edit }: { edit: EntityForm<TypedDevice> }) => {
  const { errors } = edit.form.formState;
  // What can be saved changes with every field, not only with those that are wrong.
  useWatch({ control: edit.form.control });
  const problems = TypedDeviceSchema.keyof().options.flatMap((field) => {
    const message = errors[field]?.message;
    return typeof message === 'string' ? [{ field: fieldWords(field), message }] : [];
  });
  // Of something new nothing is stored that could stand in: each field says what it needs.
  if (edit.base === null || !edit.isDirty || problems.length === 0) return null;
  return (
    <div className="d-note" data-tone="amber">
      <SaveRest
        problems={problems}
        rest={restInWords(edit.rest(), fieldWords)}
        isBusy={edit.saving === 'busy'}
        onSaveRest={() => void edit.saveRest()}
      />
    </div>
  );
};
