import { RefreshCw } from 'lucide-react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { costWords, delayWords, dropWords } from './camera-words.ts';
import { command, useAsking } from './command-store.ts';
import { ControlRow } from './ControlRow.tsx';
import { ModePick } from './ModePick.tsx';

const Facts = ({ camera: { telemetry, preview } }: { camera: CameraSlot }) => {
  const cost = telemetry && costWords(telemetry);
  const dropped = telemetry ? dropWords(telemetry.drops) : '';
  return (
    <dl className="cam-facts">
      <dt>Data</dt>
      <dd className="fig">{cost?.data ?? '–'}</dd>
      <dt>Processor</dt>
      <dd className="fig">{cost?.cpu ?? '–'}</dd>
      <dt>To screen p95</dt>
      <dd className="fig">{delayWords(preview.to_screen_p95_ms)}</dd>
      <dt>Viewers</dt>
      <dd className="fig">{preview.viewers}</dd>
      <dt>Captured</dt>
      <dd className="fig">{telemetry ? `${telemetry.frames_captured} frames` : '–'}</dd>
      <dt>Recorded</dt>
      <dd className="fig">
        {telemetry?.frames_recorded == null ? '–' : `${telemetry.frames_recorded} frames`}
      </dd>
      <dt>Dropped</dt>
      <dd className={dropped === '' ? 'fig' : 'fig c-amber'}>{dropped || 'none'}</dd>
    </dl>
  );
};

/** The chosen camera: what it does, and what can be turned on it. */
export const Controls = ({ camera }: { camera: CameraSlot }) => {
  const { asked } = useAsking(camera.slot);
  const controls = camera.capabilities?.controls ?? [];
  const name = camera.name ?? camera.slot;
  return (
    <section className="pane cam-controls" aria-label={`Controls of ${name}`}>
      <div className="bar">
        <h2 className="cut">{name}</h2>
        <span className="mut cut x-wide">set, then read back</span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          disabled={asked !== null}
          onClick={() => void command(camera.slot, 'reprobe')}
        >
          <RefreshCw className="i i-14" aria-hidden />
          Probe again
        </button>
      </div>
      <ScrollRegion className="cam-scroll" label="Figures and controls">
        <ModePick camera={camera} />
        <Facts camera={camera} />
        {controls.length === 0 ? (
          <p className="help">This camera offers no controls.</p>
        ) : (
          controls.map((control) => (
            <ControlRow
              key={`${camera.slot} ${control.name}`}
              slot={camera.slot}
              control={control}
            />
          ))
        )}
      </ScrollRegion>
    </section>
  );
};
