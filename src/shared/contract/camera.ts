import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';

/** Which camera it is, whatever path it has today. `stable_id` survives a re-plug. */
export const CameraIdSchema = z.object({
  backend: z.enum(['usb', 'network', 'synthetic']),
  stable_id: z.string().min(1).max(256),
});
export type CameraId = z.infer<typeof CameraIdSchema>;

/** `device_path`: a device node, a device name (macOS, Windows), a URL or a file. */
export const CameraDescriptorSchema = z.object({
  camera_id: CameraIdSchema,
  name: z.string().min(1).max(120),
  device_path: z.string().min(1).max(2048),
  usb_path: z.string().nullish(),
});
export type CameraDescriptor = z.infer<typeof CameraDescriptorSchema>;

/** `format` as the camera names it: MJPG, YUYV, H264, … */
export const CameraModeSchema = z.object({
  width: z.int().min(16).max(16_384),
  height: z.int().min(16).max(16_384),
  fps: z.number().min(0.1).max(1000),
  format: z.string().max(20),
});
export type CameraMode = z.infer<typeof CameraModeSchema>;

/** A control as the camera offers it. `menu` maps its values to words. */
export const CameraControlSchema = z.object({
  name: z.string(),
  kind: z.enum(['int', 'bool', 'menu', 'button']),
  min: z.number().nullable(),
  max: z.number().nullable(),
  step: z.number().nullable(),
  default: z.number().nullable(),
  value: z.number().nullable(),
  menu: z.record(z.string(), z.string()).nullable(),
  inactive: z.boolean(),
});
export type CameraControl = z.infer<typeof CameraControlSchema>;

export const CameraCapabilitiesSchema = z.object({
  modes: z.array(CameraModeSchema),
  controls: z.array(CameraControlSchema),
  default_preview: CameraModeSchema.nullable(),
  default_record: CameraModeSchema.nullable(),
});
export type CameraCapabilities = z.infer<typeof CameraCapabilitiesSchema>;

/** The seed's telemetry payload, with what it lacks. Rates are measured over a sliding window. */
export const CameraTelemetrySchema = z.object({
  capture_fps: z.number(),
  /** Null while it does not record, as in the seed. */
  record_fps: z.number().nullable(),
  queue_depth: z.int(),
  frames_recorded: z.int().nullable(),
  frames_captured: z.int(),
  /** Frames that were not recorded, by reason: `queue_full`, `bad_frame`, `recorder_lost`. */
  drops: z.record(z.string(), z.int()),
  bytes_per_s: z.number(),
  /** Of the camera's own processes, in percent of one core; null where it can't be told. */
  cpu_percent: z.number().nullable(),
});
export type CameraTelemetry = z.infer<typeof CameraTelemetrySchema>;

/** What those who look at a camera get of it; null where nobody can tell. */
export const CameraPreviewSchema = z.object({
  viewers: z.int(),
  /** Pictures per second that the slowest viewer drew. */
  fps: z.number().nullable(),
  /** From the moment a picture was taken to the moment it was drawn, of the last seconds. */
  to_screen_p50_ms: z.number().nullable(),
  to_screen_p95_ms: z.number().nullable(),
});
export type CameraPreview = z.infer<typeof CameraPreviewSchema>;

export const RecordingStateSchema = z.object({
  file: z.string(),
  session_prefix: z.string(),
  trial_number: z.int(),
  started_at: TimestampSchema,
  /** Recorded time, pauses left out. */
  elapsed_ms: z.number(),
  paused: z.boolean(),
});

/** The take of a slot that was judged last. */
export const LastTakeSchema = z.object({
  file: z.string(),
  verdict: z.enum(['PASS', 'FAIL']),
  at: TimestampSchema,
});
export type LastTake = z.infer<typeof LastTakeSchema>;

/** One slot as the screens show it. */
export const CameraSlotSchema = z.object({
  slot: NameSchema,
  /** `idle`: nothing assigned. `stalled`: no frame for 2 s. `lost`: its source is gone and is tried again. */
  status: z.enum(['idle', 'starting', 'live', 'stalled', 'lost', 'error']),
  name: z.string().nullable(),
  descriptor: CameraDescriptorSchema.nullable(),
  capabilities: CameraCapabilitiesSchema.nullable(),
  mode: CameraModeSchema.nullable(),
  recording: RecordingStateSchema.nullable(),
  telemetry: CameraTelemetrySchema.nullable(),
  preview: CameraPreviewSchema,
  /** What went wrong, and what to do. */
  message: z.string().nullable(),
  session_id: z.string().nullable(),
  /** Since the app started; changes when the list of takes has one more. */
  last_take: LastTakeSchema.nullish(),
});
export type CameraSlot = z.infer<typeof CameraSlotSchema>;

/** A slot with the seed's telemetry fields beside it, as programs read them; null where nothing is captured. */
export const CameraListingSchema = CameraSlotSchema.extend({
  capture_fps: z.number().nullable(),
  record_fps: z.number().nullable(),
  queue_depth: z.int().nullable(),
  frames_recorded: z.int().nullable(),
});
export type CameraListing = z.infer<typeof CameraListingSchema>;

export const CAMERA_COMMANDS = [
  'assign_device',
  'unassign_device',
  'unassign_all_devices',
  'start_recording',
  'record',
  'stop_recording',
  'pause',
  'pause_recording',
  'resume_recording',
  'start_session',
  'stop_session',
  'apply_config',
  'control_change',
  'reprobe',
] as const;
export type CameraCommand = (typeof CAMERA_COMMANDS)[number];
export const isCameraCommand = (text: string): text is CameraCommand =>
  CAMERA_COMMANDS.some((command) => command === text);

/** In an action: every slot that has a camera. */
export const ALL_CAMERAS = 'all';

/** What a command of an action may take where nobody set a limit, in milliseconds: finishing a take and judging it. */
export const CAMERA_COMMAND_MS = 20_000;

/** Any text: an unknown command is answered by an `error` status, as in the seed. */
export const CameraCommandBodySchema = z.object({
  command: z.string().min(1).max(64),
  payload: z.record(z.string(), z.unknown()).default({}),
});

/** The same to several slots in one moment; where `slots` is absent, to every camera that it means anything to. */
export const CamerasCommandBodySchema = CameraCommandBodySchema.extend({
  slots: z.array(NameSchema).min(1).max(16).optional(),
});

/** The seed's statuses and ours. */
export const CameraStatusSchema = z.object({
  slot: NameSchema,
  status: z.enum([
    'ready',
    'device_ready',
    'device_error',
    'device_released',
    'device_lost',
    'device_recovered',
    'recording_started',
    'recording_paused',
    'recording_resumed',
    'recording_stopped',
    'take_verdict',
    'disk_low',
    'telemetry',
    'error',
  ]),
  payload: z.record(z.string(), z.unknown()),
  at: TimestampSchema,
});
export type CameraStatus = z.infer<typeof CameraStatusSchema>;

/** The disk of a folder that takes go to. */
export const DiskSchema = z.object({
  output_dir: z.string(),
  /** `refuse`: no take starts. `stop`: what records is ended. */
  level: z.enum(['ok', 'warn', 'refuse', 'stop']),
  free_bytes: z.number(),
  /** Null while the disk does not answer. */
  total_bytes: z.number().nullable(),
  /** Measured, of all that records; 0 while nothing does. */
  bytes_per_s: z.number(),
  recording: z.int(),
  /** At that rate; null while nothing records. */
  minutes_left: z.number().nullable(),
  /** If every camera that there is recorded; null where none delivers. */
  minutes_if_all: z.number().nullable(),
  /** What it means and what to do, where there is something to say. */
  message: z.string().nullable(),
});
export type Disk = z.infer<typeof DiskSchema>;

/** A finished take, or one that a crash left and that was recovered. */
export const TakeSchema = z.object({
  /** The file's name within the output folder. */
  file: z.string(),
  camera: z.string(),
  slot: z.string(),
  session_prefix: z.string(),
  trial_number: z.int(),
  started_at: TimestampSchema,
  stopped_at: TimestampSchema.nullable(),
  mode: CameraModeSchema.nullable(),
  requested_fps: z.number(),
  actual_fps: z.number(),
  /** In the file, as ffprobe counts them. */
  frames: z.int(),
  /** In the timing CSV. */
  rows: z.int(),
  captured: z.int(),
  drops: z.record(z.string(), z.int()),
  gaps: z.array(z.object({ after_row: z.int(), ms: z.number(), reason: z.string() })),
  largest_gap_ms: z.number(),
  bytes: z.number(),
  recovered: z.boolean(),
  verdict: z.enum(['PASS', 'FAIL']),
  reasons: z.array(z.string()),
  app_version: z.string(),
});
export type Take = z.infer<typeof TakeSchema>;

/** What a take with known losses reported. `passed`: all of it, exactly. */
export const SelfTestSchema = z.object({
  passed: z.boolean(),
  checks: z.array(z.object({ what: z.string(), expected: z.int(), reported: z.int() })),
  /** Of its verdict. */
  reasons: z.array(z.string()),
});
export type SelfTest = z.infer<typeof SelfTestSchema>;

export const CamerasConfigSchema = z.looseObject({
  /** The whole path of a folder; the app's own where absent. */
  output_dir: z
    .string()
    .regex(/^(\/|[A-Za-z]:[\\/])/, 'Give the whole path of a folder, from the root.')
    .max(4096)
    .nullish(),
  codec: z.enum(['mjpeg', 'h264']).default('mjpeg'),
  queue_limit: z.int().min(1).max(10_000).default(120),
  telemetry_interval_ms: z.int().min(100).max(60_000).default(1000),
  metrics_every_frames: z.int().min(1).max(1000).default(5),
  stalled_ms: z.int().min(200).max(60_000).default(2000),
  /**
   * Of the output folder's disk: minutes at the measured rate of all that records, and bytes. Below the first it
   * is said, below the second no take starts, below the third all takes are ended.
   */
  disk_warn_minutes: z.number().min(0).default(30),
  disk_refuse_minutes: z.number().min(0).default(5),
  disk_stop_minutes: z.number().min(0).default(2),
  disk_refuse_bytes: z.number().min(0).default(1_000_000_000),
  disk_stop_bytes: z.number().min(0).default(500_000_000),
});
export type CamerasConfig = z.infer<typeof CamerasConfigSchema>;
