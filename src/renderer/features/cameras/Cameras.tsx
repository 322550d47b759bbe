import './cameras.css';
import { Plus, Video } from 'lucide-react';
import { useState } from 'react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { useCameras, useMirrorReady } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Actions } from './Actions.tsx';
import { AssignDialog } from './AssignDialog.tsx';
import { CamerasHead } from './CamerasHead.tsx';
import { CameraTile } from './CameraTile.tsx';
import { inOrder, nextSlot } from './camera-words.ts';
import { Controls } from './Controls.tsx';
import { DiskBar } from './DiskBar.tsx';
import { Takes } from './takes/Takes.tsx';

const NoCameras = ({ onAdd }: { onAdd: () => void }) => (
  <EmptyState icon={Video} title="No camera yet">
    <p>
      A camera gets a slot, shows its picture at once, and records on one press, with others or
      alone. What is shown is measured: frames captured, recorded and dropped. Without a camera
      at hand, take a test picture: it has a running timecode.
    </p>
    <button type="button" className="btn" data-kind="primary" onClick={onAdd}>
      <Plus className="i i-14" aria-hidden />
      Add a camera
    </button>
  </EmptyState>
);

interface TilesProps {
  cameras: CameraSlot[];
  chosen: CameraSlot | undefined;
  onChoose: (slot: string) => void;
  onAssign: (slot: string) => void;
}

const Tiles = ({ cameras, chosen, onChoose, onAssign }: TilesProps) => (
  <ScrollRegion className="cam-tiles" label="All cameras">
    {cameras.map((camera) => (
      <CameraTile
        key={camera.slot}
        camera={camera}
        title={
          <button
            type="button"
            className="cam-name cut"
            aria-pressed={camera.slot === chosen?.slot}
            title="Show its figures and controls"
            onClick={() => onChoose(camera.slot)}
          >
            {camera.name ?? camera.slot}
          </button>
        }
      >
        <Actions camera={camera} onAssign={() => onAssign(camera.slot)} />
      </CameraTile>
    ))}
  </ScrollRegion>
);

/** The page of the cameras. */
export const Cameras = () => {
  const all = useCameras();
  const isReady = useMirrorReady();
  const [chosenSlot, choose] = useState<string | null>(null);
  /** The slot that a camera is picked for. */
  const [picking, pickFor] = useState<string | null>(null);
  const cameras = inOrder(all);
  const assigned = cameras.filter(({ descriptor }) => descriptor !== null);
  const chosen = assigned.find(({ slot }) => slot === chosenSlot) ?? assigned[0];
  const free = nextSlot(all);
  const add = (): void => pickFor(free);
  return (
    <div className="page cameras">
      <CamerasHead cameras={assigned} onAdd={free === null || !isReady ? null : add} />
      <DiskBar />
      {!isReady && <p className="waiting sec">Waiting for the engine.</p>}
      {isReady && cameras.some(({ status }) => status !== 'idle') && (
        <Tiles cameras={cameras} chosen={chosen} onChoose={choose} onAssign={pickFor} />
      )}
      {isReady && (
        <div className="cam-below" data-alone={chosen ? undefined : true}>
          {chosen ? <Controls camera={chosen} /> : <NoCameras onAdd={add} />}
          <Takes />
        </div>
      )}
      {picking !== null && <AssignDialog slot={picking} onClose={() => pickFor(null)} />}
    </div>
  );
};
