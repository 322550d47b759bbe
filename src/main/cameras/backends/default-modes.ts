import type { CameraMode } from '#shared/contract/camera.ts';
import { isMjpeg } from './ffmpeg-args.ts';

const pixels = (mode: CameraMode): number => mode.width * mode.height;

/** The best of `modes` by the ranks, the first that differs deciding; more is better. */
const best = (
  modes: CameraMode[],
  ...ranks: ((mode: CameraMode) => number)[]
): CameraMode | null =>
  modes.toSorted((a, b) => {
    for (const rank of ranks) {
      const difference = rank(b) - rank(a);
      if (difference !== 0) return difference;
    }
    return 0;
  })[0] ?? null;

const smooth = (mode: CameraMode): number => Math.min(mode.fps, 30);
const within =
  (most: number) =>
  (mode: CameraMode): number =>
    pixels(mode) <= most ? pixels(mode) : -pixels(mode);
/** What the camera compresses itself costs us nothing. */
const cheap = (mode: CameraMode): number => (isMjpeg(mode.format) ? 1 : 0);
const usual = (mode: CameraMode): number => -Math.abs(mode.fps - 30);

/** A small mode to look at and a large one to keep, both as near to 30 fps as the camera comes. */
export const chooseDefaults = (
  modes: CameraMode[],
): { default_preview: CameraMode | null; default_record: CameraMode | null } => ({
  default_preview: best(modes, smooth, within(1280 * 720), cheap, usual),
  default_record: best(modes, smooth, within(1920 * 1080), cheap, usual),
});
