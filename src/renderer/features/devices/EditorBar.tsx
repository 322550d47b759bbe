import { Copy, PencilLine, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Device } from '#shared/contract/device.ts';
import { deckName } from '#shared/domain/deck-geometry.ts';
import { dropDraft, keepDraft } from '../../state/draft-memory.ts';
import { useDevices } from '../../state/mirror-store.ts';
import type { EntityForm } from '../../state/use-entity-form.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { UndoButtons } from '../../ui/UndoButtons.tsx';
import { removeDevice } from './change-device.ts';
import { copyOf, type TypedDevice } from './device-draft.ts';
import { breaksWords } from './device-uses.ts';
import { useDeviceUses } from './use-device-uses.ts';
import { NEW_DEVICE } from './new-device.ts';

interface EditorBarProps {
  device: Device | undefined;
  title: string;
  edit: EntityForm<TypedDevice>;
  history: ReactNode;
  onRename: () => void;
  onDelete: () => void;
}

/** Duplicates and deletes what is stored. */
const Whole = ({
  device,
  isDirty,
  onRename,
  onDelete,
}: {
  device: Device;
  isDirty: boolean;
  onRename: () => void;
  onDelete: () => void;
}) => {
  const devices = useDevices();
  const [, go] = useLocation();
  const duplicate = (): void => {
    const values = copyOf(device, new Set(Object.keys(devices)));
    keepDraft('device', null, { base: null, revision: null, values });
    go(`/devices/${NEW_DEVICE}`);
  };
  return (
    <>
      <IconButton
        icon={PencilLine}
        label={
          isDirty
            ? `Rename ${device.device_id}: first keep or drop the changes`
            : `Rename ${device.device_id}`
        }
        disabled={isDirty}
        onClick={onRename}
      />
      <IconButton icon={Copy} label={`Duplicate ${device.device_id}`} onClick={duplicate} />
      <IconButton icon={Trash2} label={`Delete ${device.device_id}`} onClick={onDelete} />
    </>
  );
};

/** What is open, and what can be done with all of it. */
export const EditorBar = ({
  device,
  title,
  edit,
  history,
  onRename,
  onDelete,
}: EditorBarProps) => (
  <div className="bar edit-bar d-bar">
    <h2 className="cut" title={title}>
      {title}
    </h2>
    {device && <span className="mut cut">{deckName(device)}</span>}
    <span className="grow" />
    {device && history}
    {device && (
      <Whole device={device} isDirty={edit.isDirty} onRename={onRename} onDelete={onDelete} />
    )}
    {edit.isDirty && <DropButton onDrop={edit.drop} />}
    <UndoButtons {...edit.history} />
    <SaveButton
      isSubmit
      canSave={edit.isDirty && edit.saving !== 'busy'}
      onSave={() => void edit.save()}
    />
  </div>
);

const Named = ({ what, names }: { what: string; names: readonly string[] }) =>
  names.length > 0 && (
    <span className="sec">
      {what}: {names.slice(0, 6).join(', ')}
      {names.length > 6 && ` and ${names.length - 6} more`}.{' '}
    </span>
  );

interface DeleteQuestionProps {
  device: Device;
  onClose: () => void;
}

/** What would break without it, before it is deleted. The deletion itself can be undone. */
export const DeleteQuestion = ({ device, onClose }: DeleteQuestionProps) => {
  const { device_id } = device;
  const uses = useDeviceUses(device_id);
  const [, go] = useLocation();
  const remove = async (): Promise<void> => {
    onClose();
    if (!(await removeDevice(device))) return;
    dropDraft('device', device_id);
    go('/devices');
  };
  return (
    <div
      className="d-note"
      data-tone="amber"
      role="alertdialog"
      aria-label={`Delete ${device_id}`}
    >
      <p>
        <b>{breaksWords(uses) ?? 'Nothing'} would break.</b>{' '}
        <Named what="Intents" names={uses.intents} />
        <Named what="Macros" names={uses.macros} />
        <Named what="Groups" names={uses.groups} />
        <Named what="It backs up" names={uses.backs} />
        <span className="sec">It can be undone; its layout stays stored.</span>
      </p>
      <span className="d-do">
        <button type="button" className="btn" onClick={() => void remove()}>
          Delete {device_id}
        </button>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the question was asked for by a press; its harmless answer comes first */}
        <button type="button" className="btn" data-kind="quiet" autoFocus onClick={onClose}>
          Keep it
        </button>
      </span>
    </div>
  );
};
