import type { z } from 'zod';
import type { CameraCommand } from '#shared/contract/camera.ts';
import {
  AssignSchema,
  ControlChangeSchema,
  SlotConfigSchema,
  StartRecordingSchema,
  StartSessionSchema,
} from './commands.ts';

/** What each command takes; of the others nothing is asked. */
export const PAYLOAD_SCHEMAS: Partial<Record<CameraCommand, z.ZodType>> = {
  assign_device: AssignSchema,
  start_recording: StartRecordingSchema,
  record: StartRecordingSchema,
  start_session: StartSessionSchema,
  apply_config: SlotConfigSchema,
  control_change: ControlChangeSchema,
};

/** What is wrong with a payload, field by field. */
export const payloadIssues = (
  command: CameraCommand,
  payload: Readonly<Record<string, unknown>>,
): z.core.$ZodIssue[] => PAYLOAD_SCHEMAS[command]?.safeParse(payload).error?.issues ?? [];
