import type { CameraBackend } from '../ports.ts';
import type { BackendDeps } from './backend-deps.ts';
import { listedBackend } from './usb-listed.ts';
import { v4l2Backend } from './usb-v4l2.ts';

/** Cameras at this machine, by the way its system has for them. */
export const usbBackend = (deps: BackendDeps, platform = process.platform): CameraBackend =>
  platform === 'darwin' || platform === 'win32'
    ? listedBackend(deps, platform)
    : v4l2Backend(deps);
