import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { fieldChanges, mergeFields } from '#shared/domain/field-conflicts.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { formOf, protocolOf, type ProtocolForm } from './protocol-form.ts';

const jsonOf = (form: ProtocolForm | null): Record<string, unknown> | null => {
  const made = form && protocolOf(form);
  return made?.ok ? made.protocol : null;
};

/** Theirs and yours, where somebody else saved first. */
export const ProtocolConflict = ({
  name,
  entityForm,
  onGone,
}: {
  name: string;
  entityForm: EntityForm<ProtocolForm>;
  /** Yours was let go, and nothing is left. */
  onGone: () => void;
}) => {
  const { conflict, base, form, saving, resolve, drop, putConflictAside } = entityForm;
  if (!conflict) return null;
  const mine = jsonOf(form.getValues());
  const { theirs } = conflict;
  const changes = theirs && mine ? fieldChanges(jsonOf(base), theirs, mine) : [];
  return (
    <ConflictDialog
      what={`protocol ${name}`}
      fields={changes}
      isGone={theirs === null}
      isBusy={saving === 'busy'}
      onSave={(choices) => {
        if (theirs === null) {
          void resolve(form.getValues());
          return;
        }
        const merged = mergeFields(theirs, changes, ({ path }) => choices.get(path) ?? 'mine');
        void resolve(formOf(ProtocolSchema.parse(merged)));
      }}
      onTheirs={() => {
        drop();
        if (theirs === null) onGone();
      }}
      onClose={putConflictAside}
    />
  );
};
