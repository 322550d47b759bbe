import { useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { asShown } from '../../link/precondition.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { announce } from '../../state/announcer.ts';
import { useConfig, useDevices } from '../../state/mirror-store.ts';

const save = (device: Device, simulated: boolean): Promise<Device> =>
  ask((client, options) =>
    client.devices.put(
      {
        params: { name: device.device_id },
        headers: asShown('device', device.device_id),
        body: { ...device, metadata: { ...device.metadata, simulated } },
      },
      options,
    ),
  );

const Surface = ({ device, companion }: { device: Device; companion: string }) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const simulated = isSimulated(device);
  const goes = simulated ? 'the built-in simulator' : (device.connection_url ?? companion);

  const turn = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await save(device, !simulated);
      announce('surface', `${device.device_id} ${simulated ? 'goes out' : 'is simulated'}`);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <li className="surface">
      <span>
        <b>{device.device_id}</b>
        <span className="help">
          Its keys go to <span className="fig">{goes}</span>
        </span>
      </span>
      <button
        type="button"
        className="btn"
        aria-label={`${simulated ? 'Send to Companion' : 'Simulate'}: ${device.device_id}`}
        disabled={busy}
        onClick={() => void turn()}
      >
        {simulated ? 'Send to Companion' : 'Simulate'}
      </button>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
    </li>
  );
};

/** Where each surface's commands go: out, or to the built-in simulator. */
export const Surfaces = () => {
  const devices = useDevices();
  const config = useConfig();
  const companion = config ? `${config.protocol}://${config.host}:${config.port}` : 'Companion';
  const all = Object.values(devices);
  if (all.length === 0) return <p className="help">There is no surface yet.</p>;
  return (
    <ul className="surfaces">
      {all.map((device) => (
        <Surface key={device.device_id} device={device} companion={companion} />
      ))}
    </ul>
  );
};
