import type { CameraSlot } from '#shared/contract/camera.ts';
import { dropWords, fpsWords, sumOf } from './camera-words.ts';

/** What is measured of a camera while it runs. */
export const Figures = ({ camera: { telemetry, recording } }: { camera: CameraSlot }) => {
  const drops = telemetry ? sumOf(telemetry.drops) : 0;
  return (
    <dl className="cam-figures">
      <div>
        <dt>Capture fps</dt>
        <dd>{fpsWords(telemetry?.capture_fps)}</dd>
      </div>
      <div>
        <dt>Record fps</dt>
        <dd>{recording ? fpsWords(telemetry?.record_fps) : '–'}</dd>
      </div>
      <div>
        <dt>Queue</dt>
        <dd>{telemetry?.queue_depth ?? '–'}</dd>
      </div>
      <div title={telemetry ? dropWords(telemetry.drops) : undefined}>
        <dt>Drops</dt>
        <dd className={drops > 0 ? 'c-amber' : undefined}>{telemetry ? drops : '–'}</dd>
      </div>
    </dl>
  );
};
