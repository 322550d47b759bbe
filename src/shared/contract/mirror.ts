import { z } from 'zod';
import { ButtonStateSchema } from './button-state.ts';
import { CameraSlotSchema, DiskSchema } from './camera.ts';
import { BridgeConfigSchema } from './config.ts';
import { DeviceSchema } from './device.ts';
import { ExecutionSummarySchema } from './execution.ts';
import { HardwareClientSchema, HardwareListingSchema } from './hardware-clients.ts';
import { IntentSchema } from './intent.ts';
import { LayoutSchema } from './layout.ts';
import { MacroProgressSchema, MacroSchema } from './macro.ts';
import { PanicStateSchema } from './panic.ts';
import { ProtocolSchema } from './protocol.ts';
import { DeviceHealthSchema, StoreStatusSchema } from './telemetry.ts';
import { VenueSchema } from './venue.ts';

/** A stored value that can't be read: its key, what is wrong, and the text as it stands. */
export const CorruptionSchema = z.object({
  key: z.string(),
  problem: z.string(),
  raw: z.string(),
});
export type Corruption = z.infer<typeof CorruptionSchema>;

const slices = {
  /** One entry, `bridge`. */
  config: z.record(z.string(), BridgeConfigSchema),
  devices: z.record(z.string(), DeviceSchema),
  layouts: z.record(z.string(), LayoutSchema),
  intents: z.record(z.string(), IntentSchema),
  macros: z.record(z.string(), MacroSchema),
  protocols: z.record(z.string(), ProtocolSchema),
  venues: z.record(z.string(), VenueSchema),
  /** Hardware clients as they are stored, by id. */
  hardware_clients: z.record(z.string(), HardwareClientSchema),
  /** How they are, by id: a few times a second at most, and not for each message. */
  hardware: z.record(z.string(), HardwareListingSchema),
  /**
   * What to send as `if-match` to write over what is shown here: by `intent:cut`, also of `macro`, `device`, `protocol`,
   * `layout`, `venue`, `hardware` and `config:bridge`. It changes together with the value; there is none where nothing is shown.
   */
  revisions: z.record(z.string(), z.string()),
  /** By `{device_id}:{button_id}`. */
  buttons: z.record(z.string(), ButtonStateSchema),
  /** The newest 200, by id. */
  executions: z.record(z.string(), ExecutionSummarySchema),
  health: z.record(z.string(), DeviceHealthSchema),
  /** By slot. */
  cameras: z.record(z.string(), CameraSlotSchema),
  /** By folder. */
  disks: z.record(z.string(), DiskSchema),
  /** Macros that run, by execution. */
  runs: z.record(z.string(), MacroProgressSchema),
  /** One entry, `panic`. */
  panic: z.record(z.string(), PanicStateSchema),
  /** One entry, `redis`. */
  store: z.record(z.string(), StoreStatusSchema),
  /** By key. */
  corruptions: z.record(z.string(), CorruptionSchema),
};

/** The kinds whose values carry a revision. */
export const VersionedKindSchema = z.enum([
  'intent',
  'macro',
  'device',
  'protocol',
  'layout',
  'venue',
  'hardware',
  'config',
]);
export type VersionedKind = z.infer<typeof VersionedKindSchema>;

/** Where the revision of a value stands. The config's name is `bridge`. */
export const revisionKey = (kind: VersionedKind, name: string): string => `${kind}:${name}`;

/** What the operator's screen shows, as records by key. */
export const MirrorStateSchema = z.object(slices);
export type MirrorState = z.infer<typeof MirrorStateSchema>;
export type SliceName = keyof MirrorState;
export type SliceValue<S extends SliceName> = MirrorState[S][string];

const change = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), value.nullable()).optional();

/** What changed since `from`: per slice, key to new value, null where it is gone. */
export const MirrorChangesSchema = z.object({
  config: change(BridgeConfigSchema),
  devices: change(DeviceSchema),
  layouts: change(LayoutSchema),
  intents: change(IntentSchema),
  macros: change(MacroSchema),
  protocols: change(ProtocolSchema),
  venues: change(VenueSchema),
  hardware_clients: change(HardwareClientSchema),
  hardware: change(HardwareListingSchema),
  revisions: change(z.string()),
  cameras: change(CameraSlotSchema),
  disks: change(DiskSchema),
  runs: change(MacroProgressSchema),
  panic: change(PanicStateSchema),
  buttons: change(ButtonStateSchema),
  executions: change(ExecutionSummarySchema),
  health: change(DeviceHealthSchema),
  store: change(StoreStatusSchema),
  corruptions: change(CorruptionSchema),
});
export type MirrorChanges = z.infer<typeof MirrorChangesSchema>;

/**
 * The first event of a subscription is a snapshot; then patches. A patch applies only to the revision
 * it names in `from`; a client at another revision subscribes again.
 */
export const MirrorEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), revision: z.int(), state: MirrorStateSchema }),
  z.object({
    type: z.literal('patch'),
    from: z.int(),
    revision: z.int(),
    changes: MirrorChangesSchema,
  }),
]);
export type MirrorEvent = z.infer<typeof MirrorEventSchema>;

export const emptyMirrorState = (): MirrorState => ({
  config: {},
  devices: {},
  layouts: {},
  intents: {},
  macros: {},
  protocols: {},
  venues: {},
  hardware_clients: {},
  hardware: {},
  revisions: {},
  cameras: {},
  disks: {},
  runs: {},
  panic: {},
  buttons: {},
  executions: {},
  health: {},
  store: {},
  corruptions: {},
});
