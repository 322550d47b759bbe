import type { CameraId } from '#shared/contract/camera.ts';
import type { CameraBackend } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import { networkBackend } from './network.ts';
import { syntheticBackend } from './synthetic.ts';
import { usbBackend } from './usb.ts';

export type { BackendDeps } from './backend-deps.ts';
export type { Ffmpeg, FindFfmpeg } from './ffmpeg.ts';
export { ffmpegFinder, findFfmpeg } from './ffmpeg.ts';

/** The one table of backends. */
export const createBackends = (
  deps: BackendDeps,
): Record<CameraId['backend'], CameraBackend> => ({
  usb: usbBackend(deps),
  network: networkBackend(deps),
  synthetic: syntheticBackend(deps),
});
