import './devices.css';
import './device-editor.css';
import { Cable, MapPin, Plus, Radar } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { keepDraft, recallDraft, type Draft } from '../../state/draft-memory.ts';
import { useConfig, useDevices, useMirrorReady } from '../../state/mirror-store.ts';
import { offerUndo } from '../../state/undo-toast.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SetupTabs } from '../../ui/SetupTabs.tsx';
import { TypedDeviceSchema, type TypedDevice } from './device-draft.ts';
import { DeviceEditor } from './DeviceEditor.tsx';
import { DeviceList } from './DeviceList.tsx';
import { FindDialog } from './FindDialog.tsx';
import { VenueDialog } from './VenueDialog.tsx';
import { NEW_DEVICE } from './new-device.ts';

interface DevicesProps {
  /** The device that is open; undefined where none was chosen. */
  deviceId: string | undefined;
  /** Opens the history of a device. */
  history: (deviceId: string) => ReactNode;
  /** The button that loads the demo show. */
  demo: ReactNode;
}

const OneDevice = ({ id, history }: { id: string; history: ReactNode }) => {
  const isThere = useDevices()[id] !== undefined;
  const ready = useMirrorReady();
  const missing = (
    <div className="pane">
      <EmptyState icon={Cable} title={`There is no device ${id}`}>
        <p>It was deleted, or never stored. Choose another one in the list.</p>
        {history}
      </EmptyState>
    </div>
  );
  // What somebody else deleted stays open for as long as something typed is there.
  if (isThere || recallDraft('device', id, TypedDeviceSchema) !== null)
    return <DeviceEditor id={id} history={history} missing={missing} />;
  if (!ready) return <p className="waiting sec">Waiting for the engine.</p>;
  return missing;
};

/** The catalogue of devices, and the one that is open. */
export const Devices = ({ deviceId, history, demo }: DevicesProps) => {
  const devices = useDevices();
  const ready = useMirrorReady();
  const config = useConfig();
  const [venueIsOpen, setVenueIsOpen] = useState(false);
  const [findIsOpen, setFindIsOpen] = useState(false);
  /** A form that is open begins anew with what was found. */
  const [added, setAdded] = useState(0);
  const [, go] = useLocation();
  const openNew = (draft: Draft<TypedDevice>): void => {
    keepDraft('device', null, draft);
    setAdded((before) => before + 1);
    go(`/devices/${NEW_DEVICE}`);
  };
  const add = (values: TypedDevice): void => {
    const begun = recallDraft('device', null, TypedDeviceSchema);
    setFindIsOpen(false);
    openNew({ base: null, revision: null, values });
    if (begun) offerUndo('The new device that was begun is put aside', () => openNew(begun));
  };
  const ids = Object.keys(devices).sort();
  const open = deviceId ?? ids[0];
  const isEmpty = ready && ids.length === 0 && deviceId === undefined;
  return (
    <div className="page d-page">
      <div className="page-head">
        <h1>Devices</h1>
        <SetupTabs at="/devices" />
        <span className="grow" />
        <button type="button" className="btn" onClick={() => setFindIsOpen(true)}>
          <Radar className="i i-14" aria-hidden />
          Find
        </button>
        {config && (
          <button type="button" className="btn" onClick={() => setVenueIsOpen(true)}>
            <MapPin className="i i-14" aria-hidden />
            Venue
          </button>
        )}
        <Link href={`/devices/${NEW_DEVICE}`} className="btn d-new">
          <Plus className="i i-14" aria-hidden />
          Device
        </Link>
      </div>
      {findIsOpen && <FindDialog onAdd={add} onClose={() => setFindIsOpen(false)} />}
      {venueIsOpen && config && (
        <VenueDialog config={config} onClose={() => setVenueIsOpen(false)} />
      )}
      {isEmpty ? (
        <EmptyState icon={Cable} title="No device yet">
          <p>
            A device is what commands go to: a Companion, a mixer, a playout server. Name it,
            give its address, and see whether it answers.
          </p>
          <span className="d-do">
            <Link href={`/devices/${NEW_DEVICE}`} className="btn" data-kind="primary">
              Make the first device
            </Link>
            {demo}
          </span>
        </EmptyState>
      ) : (
        <div className="d-room">
          <DeviceList open={open} />
          {open === undefined ? (
            <p className="waiting sec">Waiting for the engine.</p>
          ) : open === NEW_DEVICE ? (
            <DeviceEditor key={`${NEW_DEVICE} ${added}`} id={null} history={null} />
          ) : (
            <OneDevice key={open} id={open} history={history(open)} />
          )}
        </div>
      )}
    </div>
  );
};
