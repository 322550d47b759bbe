import type { ReactNode } from 'react';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { modeWords, staleWords, statusWords } from './camera-words.ts';
import { Figures } from './Figures.tsx';
import { Picture } from './Picture.tsx';

interface CameraTileProps {
  camera: CameraSlot;
  /** The name, where it can be chosen. */
  title?: ReactNode;
  children?: ReactNode;
}

/** One camera: its picture, its state, its figures. The border is its tally. */
export const CameraTile = ({ camera, title, children }: CameraTileProps) => {
  const { dot, words } = statusWords(camera);
  const name = camera.name ?? camera.slot;
  const isStale = staleWords(camera, useIsLive()) !== null;
  const tally = camera.recording && !camera.recording.paused ? 'rec' : undefined;
  return (
    <article
      className="cam"
      aria-label={name}
      data-camera={camera.slot}
      data-status={camera.status}
      data-tally={tally}
      data-stale={isStale && camera.descriptor ? true : undefined}
    >
      <Picture camera={camera} />
      <header className="cam-id">
        {title ?? <b className="cut">{name}</b>}
        <span className="cam-state">
          <span className="dot" data-state={dot} />
          {words}
        </span>
        {camera.mode && <span className="cam-mode fig">{modeWords(camera.mode)}</span>}
      </header>
      {camera.descriptor && <Figures camera={camera} />}
      {camera.message !== null && <p className="cam-message">{camera.message}</p>}
      {children}
    </article>
  );
};
