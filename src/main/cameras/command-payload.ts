import type { z } from 'zod';
import type { CameraCommand } from '#shared/contract/camera.ts';
import {
  AssignSchema,
  ControlChangeSchema,
  SlotConfigSchema,
  StartRecordingSchema,
  StartSessionSchema,
} from './commands.ts';

interface Fields {
  schema: z.ZodType;
  names: readonly string[];
}

const fieldsOf = (schema: z.ZodType & { shape: object }): Fields => ({
  schema,
  names: Object.keys(schema.shape),
});

const RECORDING = fieldsOf(StartRecordingSchema);

/** What each command takes; null where it takes nothing. */
const FIELDS: Record<CameraCommand, Fields | null> = {
  assign_device: { schema: AssignSchema, names: ['camera_id', 'descriptor', 'mode'] },
  unassign_device: null,
  unassign_all_devices: null,
  start_recording: RECORDING,
  record: RECORDING,
  stop_recording: null,
  pause: null,
  pause_recording: null,
  resume_recording: null,
  start_session: fieldsOf(StartSessionSchema),
  stop_session: null,
  apply_config: fieldsOf(SlotConfigSchema),
  control_change: fieldsOf(ControlChangeSchema),
  reprobe: null,
};

/** Of these values those that the command knows: whoever asks may bring anything besides. */
export const payloadOf = (
  command: CameraCommand,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    (FIELDS[command]?.names ?? [])
      .filter((name) => Object.hasOwn(values, name))
      .map((name) => [name, values[name]]),
  );

/** What is wrong with a payload, field by field. */
export const payloadIssues = (
  command: CameraCommand,
  payload: Readonly<Record<string, unknown>>,
): z.core.$ZodIssue[] => FIELDS[command]?.schema.safeParse(payload).error?.issues ?? [];
