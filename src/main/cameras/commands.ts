import { isAbsolute } from 'node:path';
import { z } from 'zod';
import {
  CameraIdSchema,
  CameraModeSchema,
  CamerasConfigSchema,
  type CameraDescriptor,
} from '#shared/contract/camera.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { CameraTrouble } from './ports.ts';

const TRIAL = 'Give a whole number from 1 to 9999.';
const FolderSchema = z
  .string()
  .max(4096)
  .refine(isAbsolute, 'Give the whole path of a folder, from the root.');

/** The seed has the id beside the descriptor; one within it serves too. */
export const AssignSchema = z
  .object({
    camera_id: CameraIdSchema.optional(),
    descriptor: z.object({
      camera_id: CameraIdSchema.optional(),
      name: z.string().min(1, 'Give it a name.').max(120),
      device_path: z.string().min(1, 'Say where the camera is.').max(2048),
      usb_path: z.string().nullish(),
    }),
    mode: CameraModeSchema.nullish(),
  })
  .transform(({ camera_id, descriptor, mode }, context) => {
    const id = camera_id ?? descriptor.camera_id;
    if (!id) {
      context.addIssue({ code: 'custom', path: ['camera_id'], message: 'Say which camera.' });
      return z.NEVER;
    }
    const whole: CameraDescriptor = { ...descriptor, camera_id: id };
    return { descriptor: whole, mode: mode ?? null };
  });

export const StartRecordingSchema = z.object({
  session_prefix: z.string().min(1, 'Give a name.').max(100).optional(),
  trial_number: z.int(TRIAL).min(1, TRIAL).max(9999, TRIAL).default(1),
  output_dir: FolderSchema.nullish(),
});

export const StartSessionSchema = z.object({ session_id: NameSchema });

const known = CamerasConfigSchema.shape;

/** What can be set of one camera; what is left out stays. Unwrapped: a default would be set by leaving it out. */
export const SlotConfigSchema = z
  .strictObject({
    output_dir: FolderSchema.nullable(),
    codec: known.codec.unwrap(),
    queue_limit: known.queue_limit.unwrap(),
    telemetry_interval_ms: known.telemetry_interval_ms.unwrap(),
    metrics_every_frames: known.metrics_every_frames.unwrap(),
    mode: CameraModeSchema,
  })
  .partial();
export type SlotConfig = z.infer<typeof SlotConfigSchema>;

export const ControlChangeSchema = z.object({
  control: z.string().min(1, 'Name a control.').max(100),
  value: z.number('Give a number.'),
});

/** @throws CameraTrouble that names each field to correct */
export const parsePayload = <T>(schema: z.ZodType<T>, payload: unknown): T => {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'payload'}: ${message}`,
  );
  throw new CameraTrouble(
    problems.join(' '),
    'Correct the fields that are named and send it again.',
  );
};
