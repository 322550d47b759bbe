import './cameras.css';
import { Maximize2 } from 'lucide-react';
import { Link } from 'wouter';
import { useCameras } from '../../state/mirror-store.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { CameraTile } from './CameraTile.tsx';
import { inOrder } from './camera-words.ts';
import { DiskLine } from './DiskLine.tsx';

/** The assigned cameras, for the Control room. */
export const CameraStrip = () => {
  const assigned = inOrder(useCameras()).filter(({ descriptor }) => descriptor !== null);
  const recording = assigned.filter((camera) => camera.recording !== null).length;
  return (
    <section className="pane cam-strip" aria-label="Cameras">
      <div className="bar">
        <h2>Cameras</h2>
        <span className="mut cut">
          {recording} of {assigned.length} recording
        </span>
        <span className="grow" />
        <Link
          href="/cameras"
          className="btn"
          data-kind="quiet"
          data-size="icon"
          aria-label="Open the page of the cameras"
          title="Open the page of the cameras"
        >
          <Maximize2 className="i" aria-hidden />
        </Link>
      </div>
      <ScrollRegion className="cam-list" label="Cameras, pictures and figures">
        {assigned.map((camera) => (
          <CameraTile key={camera.slot} camera={camera} />
        ))}
      </ScrollRegion>
      <DiskLine />
    </section>
  );
};
