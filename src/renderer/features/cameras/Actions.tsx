import { Circle, Pause, Play, Square, Unplug } from 'lucide-react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { command, useAsking } from './command-store.ts';
import { takePayload, useNextTake } from './trial.ts';

interface ActProps {
  camera: CameraSlot;
  name: string;
  isBusy: boolean;
}

const OfTake = ({ camera: { slot, recording }, name, isBusy }: ActProps) => (
  <>
    <button
      type="button"
      className="btn"
      disabled={isBusy}
      aria-label={`${recording?.paused ? 'Resume' : 'Pause'} ${name}`}
      onClick={() =>
        void command(slot, recording?.paused ? 'resume_recording' : 'pause_recording')
      }
    >
      {recording?.paused ? (
        <Play className="i i-14" aria-hidden />
      ) : (
        <Pause className="i i-14" aria-hidden />
      )}
      {recording?.paused ? 'Resume' : 'Pause'}
    </button>
    <button
      type="button"
      className="btn"
      disabled={isBusy}
      aria-label={`Stop ${name}`}
      onClick={() => void command(slot, 'stop_recording')}
    >
      <Square className="i i-14" aria-hidden />
      Stop
    </button>
  </>
);

const OfIdle = ({ camera, name, isBusy }: ActProps) => {
  const { slot } = camera;
  const take = takePayload(useNextTake([camera]));
  return (
    <>
      <IconButton
        icon={Unplug}
        label={`Release ${name}`}
        disabled={isBusy}
        onClick={() => void command(slot, 'unassign_device')}
      />
      <button
        type="button"
        className="btn"
        disabled={isBusy || take === null}
        aria-label={`Record ${name}`}
        onClick={() => take && void command(slot, 'start_recording', take)}
      >
        <Circle className="i i-14 rec-mark" aria-hidden />
        Record
      </button>
    </>
  );
};

const WORKING: Partial<Record<string, string>> = {
  stop_recording: 'finishing the take',
  start_recording: 'starting',
  assign_device: 'assigning',
  unassign_device: 'releasing',
};

/** What can be done with one slot now, and why the last thing was not done. */
export const Actions = ({ camera, onAssign }: { camera: CameraSlot; onAssign: () => void }) => {
  const { asked, trouble } = useAsking(camera.slot);
  const name = camera.name ?? camera.slot;
  const shared = { camera, name, isBusy: asked !== null };
  return (
    <>
      {trouble && <FaultNote message={trouble.message} hint={trouble.hint} />}
      <div className="cam-act">
        <span className="mut cut grow">
          {asked === null
            ? `${camera.slot} · ${camera.descriptor?.camera_id.backend ?? 'empty'}`
            : (WORKING[asked] ?? 'asking')}
        </span>
        {camera.recording && <OfTake {...shared} />}
        {!camera.recording && camera.descriptor && <OfIdle {...shared} />}
        {!camera.descriptor && (
          <button
            type="button"
            className="btn"
            disabled={asked !== null}
            aria-label={`Assign a camera to ${camera.slot}`}
            onClick={onAssign}
          >
            Assign
          </button>
        )}
      </div>
    </>
  );
};
