import type { CameraMode, CameraSlot, CameraTelemetry } from '#shared/contract/camera.ts';
import type { DotState } from '../../state/health-words.ts';

/** How a camera is: a shape and a word, for those who see no colour too. */
export const statusWords = ({ status }: CameraSlot): { dot: DotState; words: string } => {
  switch (status) {
    case 'idle':
      return { dot: 'off', words: 'no camera' };
    case 'starting':
      return { dot: 'off', words: 'starting' };
    case 'live':
      return { dot: 'answering', words: 'live' };
    case 'stalled':
      return { dot: 'attention', words: 'stalled' };
    case 'lost':
      return { dot: 'down', words: 'lost, tried again' };
    case 'error':
      return { dot: 'down', words: 'failed' };
  }
};

/** Why the picture is not of this moment; null where it is. */
export const staleWords = ({ status }: CameraSlot, isLive: boolean): string | null => {
  if (!isLive) return 'NOT CONNECTED';
  if (status === 'stalled') return 'STALE';
  if (status === 'lost') return 'LOST';
  return status === 'error' ? 'FAILED' : null;
};

const rate = (fps: number): string =>
  Number.isInteger(fps) ? String(fps) : String(Number(fps.toFixed(2)));

const heights = new Map([
  [1280, 720],
  [1920, 1080],
  [2560, 1440],
  [3840, 2160],
]);

/** `720p30 MJPG`, or `640×480 15 YUYV` where the size has no short name. */
export const modeWords = ({ width, height, fps, format }: CameraMode): string =>
  heights.get(width) === height
    ? `${height}p${rate(fps)} ${format}`
    : `${width}×${height} ${rate(fps)} ${format}`;

export const fpsWords = (fps: number | null | undefined): string =>
  fps === null || fps === undefined ? '–' : fps.toFixed(2);

export const sumOf = (drops: Record<string, number>): number =>
  Object.values(drops).reduce((sum, count) => sum + count, 0);

/** `2 queue full, 1 bad frame`; empty where nothing was dropped. */
export const dropWords = (drops: Record<string, number>): string =>
  Object.entries(drops)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`)
    .join(', ');

const two = (value: number): string => String(value).padStart(2, '0');

/** `00:47:12`. */
export const elapsedWords = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(':');
};

/** `2.3 GB`, `14.6 MB`, `812 kB`. */
export const sizeWords = (bytes: number): string => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
};

/** `34 ms`, `1.84 s`. */
export const gapWords = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;

/** `41 ms`. */
export const delayWords = (ms: number | null): string =>
  ms === null ? '–' : `${Math.round(ms)} ms`;

/** What leaves the camera and what it costs: `7.0 MB/s`, `3 % of a core`. */
export const costWords = ({ bytes_per_s, cpu_percent }: CameraTelemetry) => ({
  data: `${sizeWords(bytes_per_s)}/s`,
  cpu: cpu_percent === null ? '–' : `${Math.round(cpu_percent)} % of a core`,
});

const order = new Intl.Collator('en', { numeric: true });

/** As one counts them: `cam_2` before `cam_10`. */
export const inOrder = (cameras: Record<string, CameraSlot>): CameraSlot[] =>
  Object.values(cameras).sort((one, other) => order.compare(one.slot, other.slot));

const MOST_SLOTS = 16;

/** The slot that the next camera goes to: one that stands empty, else a new one; null where all are taken. */
export const nextSlot = (cameras: Record<string, CameraSlot>): string | null => {
  const empty = inOrder(cameras).find(({ descriptor }) => descriptor === null);
  if (empty) return empty.slot;
  for (let number = 1; number <= MOST_SLOTS; number += 1)
    if (!cameras[`cam_${number}`]) return `cam_${number}`;
  return null;
};
