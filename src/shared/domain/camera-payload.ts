import type { CameraCommand } from '../contract/camera.ts';

const RECORDING = ['session_prefix', 'trial_number', 'output_dir'] as const;

/** The fields that each camera command takes. */
export const CAMERA_FIELDS: Record<CameraCommand, readonly string[]> = {
  assign_device: ['camera_id', 'descriptor', 'mode'],
  unassign_device: [],
  unassign_all_devices: [],
  start_recording: RECORDING,
  record: RECORDING,
  stop_recording: [],
  pause: [],
  pause_recording: [],
  resume_recording: [],
  start_session: ['session_id'],
  stop_session: [],
  apply_config: [
    'output_dir',
    'codec',
    'queue_limit',
    'telemetry_interval_ms',
    'metrics_every_frames',
    'mode',
  ],
  control_change: ['control', 'value'],
  reprobe: [],
};

/** Of these values those that the command takes: whoever asks may bring anything besides. */
export const cameraPayload = (
  command: CameraCommand,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    CAMERA_FIELDS[command]
      .filter((name) => Object.hasOwn(values, name))
      .map((name) => [name, values[name]]),
  );
