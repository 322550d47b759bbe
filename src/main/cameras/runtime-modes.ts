import type { CameraCapabilities, CameraMode } from '#shared/contract/camera.ts';
import { CameraTrouble } from './ports.ts';

const modeText = ({ width, height, fps, format }: CameraMode): string =>
  `${width}×${height} at ${fps} fps, ${format}`;

/**
 * The mode to capture in: the wanted one where the camera has it, else its default.
 * @throws CameraTrouble where the camera has no such mode, or none at all
 */
export const chooseMode = (
  { modes, default_record }: CameraCapabilities,
  wanted: CameraMode | null,
): CameraMode => {
  if (!wanted) {
    const usual = default_record ?? modes[0];
    if (usual) return usual;
    throw new CameraTrouble(
      'The camera offers no mode that can be captured.',
      'Check that no other program uses it, then probe it again.',
    );
  }
  const found = modes.find(
    (mode) =>
      mode.width === wanted.width &&
      mode.height === wanted.height &&
      Math.abs(mode.fps - wanted.fps) < 0.01 &&
      mode.format.toLowerCase() === wanted.format.toLowerCase(),
  );
  if (found) return found;
  throw new CameraTrouble(
    `mode: the camera has no ${modeText(wanted)}.`,
    `It has ${modes.slice(0, 8).map(modeText).join('; ')}.`,
  );
};
