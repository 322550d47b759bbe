import { RefreshCw } from 'lucide-react';
import type { CameraDescriptor, CameraId } from '#shared/contract/camera.ts';
import { hintOf } from '../../link/faults.ts';
import { useCameras } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { AddressForm } from './AddressForm.tsx';
import { command, useAsking } from './command-store.ts';
import { useDiscovered } from './use-discovered.ts';

const keyOf = ({ backend, stable_id }: CameraId): string => `${backend} ${stable_id}`;

/** By camera, the slot that has it. */
const useTaken = (): Map<string, string> =>
  new Map(
    Object.values(useCameras()).flatMap(({ slot, descriptor }) =>
      descriptor ? [[keyOf(descriptor.camera_id), slot] as const] : [],
    ),
  );

interface ChoicesProps {
  found: CameraDescriptor[];
  isBusy: boolean;
  onAssign: (descriptor: CameraDescriptor) => void;
}

const Choices = ({ found, isBusy, onAssign }: ChoicesProps) => {
  const taken = useTaken();
  return (
    <ul className="cam-choices">
      {found.map((descriptor) => {
        const { camera_id, name, device_path } = descriptor;
        const holder = taken.get(keyOf(camera_id));
        return (
          <li key={keyOf(camera_id)}>
            <span>
              <b>{name}</b>
              <span className="help">
                {camera_id.backend} · <span className="fig">{device_path}</span>
              </span>
            </span>
            {holder === undefined ? (
              <button
                type="button"
                className="btn"
                disabled={isBusy}
                aria-label={`Assign ${name}`}
                onClick={() => onAssign(descriptor)}
              >
                Assign
              </button>
            ) : (
              <span className="mut">in {holder}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const foundWords = (found: CameraDescriptor[] | null, failed: boolean): string => {
  if (found === null) return 'Looking for cameras.';
  if (failed) return 'It could not be looked for cameras.';
  const count = found.length === 1 ? '1 camera' : `${found.length} cameras`;
  return `${count} found. One that was just plugged in may take a moment.`;
};

/** Picks the camera of a slot. */
export const AssignDialog = ({ slot, onClose }: { slot: string; onClose: () => void }) => {
  const { found, fault, look } = useDiscovered();
  const { asked, trouble } = useAsking(slot);
  const isBusy = asked !== null;
  const assign = async (descriptor: CameraDescriptor): Promise<void> => {
    const payload = { camera_id: descriptor.camera_id, descriptor };
    if (await command(slot, 'assign_device', payload)) onClose();
  };
  return (
    <Dialog title={`Camera for ${slot}`} onClose={onClose}>
      <div className="cam-found">
        <p className="help grow">{foundWords(found, fault !== null)}</p>
        <button type="button" className="btn" disabled={found === null} onClick={look}>
          <RefreshCw className="i i-14" aria-hidden />
          Look again
        </button>
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {found !== null && (
        <Choices found={found} isBusy={isBusy} onAssign={(one) => void assign(one)} />
      )}
      <h3>In the network, or a file</h3>
      <AddressForm isBusy={isBusy} onAssign={(one) => void assign(one)} />
      {isBusy && <output className="help">Asking the camera what it can do.</output>}
      {trouble && <FaultNote message={trouble.message} hint={trouble.hint} />}
    </Dialog>
  );
};
