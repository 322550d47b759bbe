import type { Take } from '#shared/contract/camera.ts';
import { CameraTrouble } from './ports.ts';
import type { CameraSource } from './runtime-source.ts';
import type { Payload, Say } from './runtime-turns.ts';

/** The payload of `device_ready`: the seed's fields, and the modes that were chosen. */
export const deviceReport = ({ descriptor, mode, capabilities }: CameraSource): Payload => ({
  camera_id: descriptor.camera_id,
  name: descriptor.name,
  resolution: mode ? `${mode.width}x${mode.height}` : null,
  fps: mode?.fps ?? null,
  mode,
  default_preview: capabilities?.default_preview ?? null,
  default_record: capabilities?.default_record ?? null,
});

/** Says that a take has ended, and how it was judged. */
export const reportTake = (take: Take, reason: string, say: Say): void => {
  const { file, frames, rows, captured, drops, verdict, reasons, bytes } = take;
  say('recording_stopped', { file, reason, frames, bytes });
  say('take_verdict', { file, verdict, reasons, frames, rows, captured, drops });
};

/** What was thrown, for an operator. `expected`: no bug, and trying again may help. */
export const troubleOf = (
  error: unknown,
): { message: string; hint: string; expected: boolean } =>
  error instanceof CameraTrouble
    ? { message: error.message, hint: error.hint, expected: true }
    : {
        message: error instanceof Error ? error.message : String(error),
        hint: 'Try again. If it stays, the log says what happened.',
        expected: false,
      };
