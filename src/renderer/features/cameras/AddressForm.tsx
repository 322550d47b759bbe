import { useId, useState } from 'react';
import type { CameraDescriptor } from '#shared/contract/camera.ts';

interface AddressFormProps {
  isBusy: boolean;
  onAssign: (descriptor: CameraDescriptor) => void;
}

/** For a camera that nobody can discover: one at an address, or a file that is played in a loop. */
export const AddressForm = ({ isBusy, onAssign }: AddressFormProps) => {
  const id = useId();
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const path = address.trim();
  const assign = (): void =>
    onAssign({
      camera_id: { backend: 'network', stable_id: path.slice(0, 256) },
      name: (name.trim() || path).slice(0, 120),
      device_path: path,
    });
  return (
    <form
      className="cam-address"
      onSubmit={(event) => {
        event.preventDefault();
        assign();
      }}
    >
      <div className="f">
        <label htmlFor={`${id}-a`}>Address or file</label>
        <input
          id={`${id}-a`}
          className="in fig"
          value={address}
          maxLength={2048}
          placeholder="rtsp://192.168.1.30:554/stream"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setAddress(event.target.value)}
        />
      </div>
      <div className="f">
        <label htmlFor={`${id}-n`}>Name</label>
        <input
          id={`${id}-n`}
          className="in"
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <button type="submit" className="btn" disabled={isBusy || path === ''}>
        Assign
      </button>
    </form>
  );
};
