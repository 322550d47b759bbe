import type { CameraSlot } from '#shared/contract/camera.ts';

/** Those whose picture is not of this moment, and slots whose last command failed. */
export const camerasInTrouble = (cameras: Record<string, CameraSlot>): CameraSlot[] =>
  Object.values(cameras).filter(
    ({ status }) => status === 'stalled' || status === 'lost' || status === 'error',
  );
