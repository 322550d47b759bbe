import { useState, type ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import { useLocation } from 'wouter';
import { isSimulated } from '#shared/domain/target.ts';
import { hintOf } from '../../link/faults.ts';
import { putTyped } from '../../link/put-typed.ts';
import { useDevice } from '../../state/mirror-store.ts';
import { useEntityForm } from '../../state/use-entity-form.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { observe } from './change-device.ts';
import {
  blankDevice,
  deviceOf,
  SoundDeviceSchema,
  typedOf,
  TypedDeviceSchema,
  type TypedDevice,
} from './device-draft.ts';
import { DeviceConflict } from './DeviceConflict.tsx';
import { DeviceRest } from './DeviceRest.tsx';
import { DeviceFields } from './DeviceFields.tsx';
import { DeleteQuestion, EditorBar } from './EditorBar.tsx';
import { RenameDevice } from './RenameDevice.tsx';
import { ProbeCard } from './ProbeCard.tsx';
import { HealthFacts, Uses } from './Facts.tsx';

const BLANK = blankDevice();

const put = (name: string, typed: TypedDevice, revision: string | null) =>
  putTyped('device', name, deviceOf(typed), revision, typedOf);

interface DeviceEditorProps {
  id: string | null;
  /** Opens its history; nothing for a new one. */
  history: ReactNode;
  /** What stands here once it is gone. */
  missing?: ReactNode;
}

/** One device: everything that can be said about it, and what is known of it. `id` null for a new one. */
export const DeviceEditor = ({ id, history, missing }: DeviceEditorProps) => {
  const device = useDevice(id);
  const [isDeleting, setIsDeleting] = useState(false);
  const [isRenaming, setIsRenaming] = useState(false);
  const [, go] = useLocation();
  const edit = useEntityForm<TypedDevice>({
    kind: 'device',
    name: id,
    schema: SoundDeviceSchema,
    draftSchema: TypedDeviceSchema,
    stored: device && typedOf(device),
    blank: BLANK,
    nameOf: ({ device_id }) => device_id,
    put,
    saved: ({ device_id }) => {
      if (id === null) go(`/devices/${device_id}`);
    },
  });
  if (edit.isGone) return missing;
  const isHeld = device?.observe_only === true && !isSimulated(device);
  return (
    <FormProvider {...edit.form}>
      <form
        className="pane d-editor"
        data-undo={edit.history.scope}
        aria-label={id ?? 'New device'}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void edit.save();
        }}
      >
        <EditorBar
          device={device}
          title={id ?? 'New device'}
          edit={edit}
          history={history}
          onRename={() => setIsRenaming(true)}
          onDelete={() => setIsDeleting(true)}
        />
        <div className="d-body">
          {isDeleting && device && (
            <DeleteQuestion device={device} onClose={() => setIsDeleting(false)} />
          )}
          {edit.fault && <FaultNote message={edit.fault.message} hint={hintOf(edit.fault)} />}
          <DeviceRest edit={edit} />
          {edit.saving === 'waiting' && (
            <output className="d-note" data-tone="amber">
              It is kept here, and saved as soon as the store is back.
            </output>
          )}
          {edit.changedMeanwhile && !edit.conflict && (
            <output className="d-note">
              {device
                ? 'Somebody else changed it meanwhile. Saving shows both, field by field.'
                : 'Somebody else deleted it meanwhile. Yours is still here: saving asks what to do.'}
            </output>
          )}
          {isHeld && id !== null && (
            <div className="d-note" data-tone="amber">
              <p>
                <b>Only observed.</b>{' '}
                <span className="sec">
                  Every command to it is refused and shown in its trace. Look at a dry run
                  first.
                </span>
              </p>
              <button type="button" className="btn" onClick={() => void observe(id, false)}>
                Let it send
              </button>
            </div>
          )}
          <div className="d-columns">
            <DeviceFields isNew={id === null} />
            {device && (
              <div className="d-facts">
                <HealthFacts device={device} />
                {!device.group && <ProbeCard deviceId={device.device_id} />}
                <Uses device={device} />
              </div>
            )}
          </div>
        </div>
      </form>
      <DeviceConflict edit={edit} />
      {isRenaming && id !== null && (
        <RenameDevice
          id={id}
          onRenamed={(to) => go(`/devices/${to}`)}
          onClose={() => setIsRenaming(false)}
        />
      )}
    </FormProvider>
  );
};
