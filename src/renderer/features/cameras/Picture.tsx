import { TriangleAlert } from 'lucide-react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { elapsedWords, staleWords } from './camera-words.ts';
import { usePreview } from './use-preview.ts';

const Screen = ({ slot, name }: { slot: string; name: string }) => {
  const [show, isDrawn] = usePreview(slot);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img can't be drawn on */}
      <div ref={show} className="cam-screen" role="img" aria-label={`Picture of ${name}`} />
      {!isDrawn && <p className="cam-mid">waiting for a picture</p>}
    </>
  );
};

/** What a camera sees, with what has to be known about it at a glance. */
export const Picture = ({ camera }: { camera: CameraSlot }) => {
  const isLive = useIsLive();
  const stale = camera.descriptor ? staleWords(camera, isLive) : null;
  const { recording } = camera;
  return (
    <div className="cam-pic">
      {!camera.descriptor && <p className="cam-mid">no camera assigned</p>}
      {camera.descriptor && (
        <Screen
          // A picture of the former camera is not shown under the name of the next.
          key={`${camera.slot} ${camera.descriptor.camera_id.stable_id}`}
          slot={camera.slot}
          name={camera.name ?? camera.slot}
        />
      )}
      {recording && (
        <span className="cam-tag" data-tone={recording.paused ? 'paused' : 'rec'}>
          {recording.paused ? 'PAUSED' : 'REC'}
          <span className="fig">{elapsedWords(recording.elapsed_ms)}</span>
        </span>
      )}
      {stale !== null && (
        <p className="cam-stale">
          <b>
            <TriangleAlert className="i i-14" aria-hidden />
            {stale}
          </b>
        </p>
      )}
    </div>
  );
};
