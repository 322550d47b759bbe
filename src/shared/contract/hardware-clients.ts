import { z } from 'zod';
import { BuzzerIdSchema, PressRoundSchema, PressSourceSchema } from './buzzer.ts';
import {
  HardwareClientIdSchema,
  HardwareClientStatusSchema,
  HardwareConnectionSchema,
  HardwareLogLevelSchema,
  HardwareLogLineSchema,
  HardwareTrafficSchema,
} from './hardware.ts';
import { NameSchema, TimestampSchema } from './names.ts';
import { OscBridgeStatusSchema } from './osc-bridge.ts';

/** What a client is: a buzzer, a bridge to OSC, or one that has triggers and sends what it is told to. */
export const HardwareKindSchema = z.enum(['buzzer', 'osc_bridge', 'generic']);
export type HardwareKind = z.infer<typeof HardwareKindSchema>;

const milliseconds = (most: number) =>
  z
    .int('Type whole milliseconds.')
    .min(0, 'Type 0 or more milliseconds.')
    .max(most, `Type ${most} ms at most.`);

/** A pin of the GPIO chip and the buzzer whose contact is on it. `pin` is the line's offset on the chip. */
export const GpioPinSchema = z.object({
  pin: z.int().min(0, 'A pin is a number from 0 on.').max(1023, 'A pin is a number to 1023.'),
  buzzer_id: BuzzerIdSchema,
});

/** Contacts on a GPIO chip, watched by `gpiomon` of libgpiod where there is one. */
export const GpioSchema = z.object({
  chip: z
    .string()
    .regex(/^(\/dev\/)?[A-Za-z0-9._-]{1,64}$/, 'Type the name of the chip: gpiochip0.')
    .refine((chip) => !chip.startsWith('-'), 'The name of a chip does not begin with "-".')
    .default('gpiochip0'),
  pins: z
    .array(GpioPinSchema)
    .min(1, 'Name at least one pin.')
    .max(64, 'gpiomon watches 64 pins at most.')
    .refine(
      (pins) => new Set(pins.map(({ pin }) => pin)).size === pins.length,
      'Each pin can be one buzzer only.',
    ),
  /** A button from the pin to ground falls. */
  edge: z.enum(['falling', 'rising']).default('falling'),
  bias: z.enum(['as-is', 'pull-up', 'pull-down', 'disable']).default('pull-up'),
});
export type Gpio = z.infer<typeof GpioSchema>;

const CommonSchema = HardwareConnectionSchema.extend({
  /** Started with the app. */
  enabled: z.boolean().default(true),
});

export const BuzzerSettingsSchema = CommonSchema.extend({
  kind: z.literal('buzzer').default('buzzer'),
  client_type: HardwareConnectionSchema.shape.client_type.default('buzzer'),
  /** A contact that closes again within this time has bounced. */
  debounce_ms: milliseconds(5000).default(30),
  /** After a press that counts none does for so long; null: until the buzzers are enabled again. */
  lockout_ms: milliseconds(3_600_000).nullable().default(250),
  /** Whom a press locks out. */
  lockout_scope: z.enum(['own', 'all']).default('own'),
  /** What a press before the buzzers are enabled costs. */
  early_penalty_ms: milliseconds(60_000).default(0),
  /** From the first press on: so long the order waits for one that was made earlier. */
  grace_ms: milliseconds(10_000).default(250),
  /** Sends a `buzzer_order` with the margins when the order is final. */
  announce_order: z.boolean().default(false),
  gpio: GpioSchema.nullable().default(null),
});
export type BuzzerSettings = z.infer<typeof BuzzerSettingsSchema>;
export type BuzzerSettingsInput = z.input<typeof BuzzerSettingsSchema>;

export const OscBridgeSettingsSchema = CommonSchema.extend({
  kind: z.literal('osc_bridge').default('osc_bridge'),
  client_type: HardwareConnectionSchema.shape.client_type.default('osc'),
  /** Absolute, or from the folder that the program runs in; read again whenever it changes. What is wrong in it is quoted, so it can't be just any file. */
  mapping_file: z
    .string()
    .max(4096)
    .regex(/^[^\0]*\.ya?ml$/i, 'Type the path of a YAML file: osc-bridge.yaml.'),
});
export type OscBridgeSettings = z.infer<typeof OscBridgeSettingsSchema>;
export type OscBridgeSettingsInput = z.input<typeof OscBridgeSettingsSchema>;

/** A client that only connects: its messages are for the inspector, for intents and for macros. */
export const GenericSettingsSchema = CommonSchema.extend({
  kind: z.literal('generic').default('generic'),
});
export type GenericSettings = z.infer<typeof GenericSettingsSchema>;
export type GenericSettingsInput = z.input<typeof GenericSettingsSchema>;

/** Each kind of hardware client with its settings, as a form fills them in and a store keeps them. */
export const HardwareClientSettingsSchema = z.discriminatedUnion('kind', [
  BuzzerSettingsSchema.extend({ kind: z.literal('buzzer') }),
  OscBridgeSettingsSchema.extend({ kind: z.literal('osc_bridge') }),
  GenericSettingsSchema.extend({ kind: z.literal('generic') }),
]);
export type HardwareClientSettings = z.infer<typeof HardwareClientSettingsSchema>;

/** `absent`: no pins are set. `waiting`: it failed and is tried again. */
export const GpioStateSchema = z.object({
  state: z.enum(['absent', 'stopped', 'starting', 'watching', 'waiting']),
  /** What happened and what to do; null while all is well. */
  trouble: z.string().nullable(),
});
export type GpioState = z.infer<typeof GpioStateSchema>;

/** What a buzzer client knows beside its connection. */
export const BuzzerStatusSchema = z.object({
  enabled: z.boolean(),
  round: PressRoundSchema,
  presses: z.int(),
  /** Presses that did not count, by reason. */
  refused: z.record(z.string(), z.int()),
  gpio: GpioStateSchema,
});
export type BuzzerStatus = z.infer<typeof BuzzerStatusSchema>;

/** A field of a message by name; a dot goes deeper: `player.name`, `scores.0`. */
const FieldPathSchema = z
  .string()
  .min(1, 'Name a field, as in player.name.')
  .max(256, 'A field has 256 characters at most.');

const ScalarSchema = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);

/** Where a value of the context comes from: a field of the message, or it is always the same. */
const TriggerValueSchema = z.union([
  z.strictObject({ field: FieldPathSchema, default: z.json().optional() }),
  z.strictObject({ value: z.json() }),
]);

/**
 * A message of this type, whose fields are as `match` says, fires an intent or a macro in the name of
 * `hardware:<client_id>`. `in`: it came from the backend; `out`: this client sent it, as a buzzer does its presses.
 */
export const HardwareTriggerSchema = z
  .looseObject({
    message_type: z
      .string()
      .min(1, 'Type the type of the message.')
      .max(128, 'A type has 128 characters at most.'),
    direction: z.enum(['in', 'out']).default('in'),
    /** The value that each field must have, or a list of those that it may have. */
    match: z
      .record(FieldPathSchema, z.union([ScalarSchema, z.array(ScalarSchema).min(1).max(100)]))
      .default({}),
    /** Exactly one of the two. */
    intent_name: NameSchema.nullish(),
    macro_id: NameSchema.nullish(),
    /** Values for the templates. A field that is missing and has no default is left out. */
    context: z.record(z.string().min(1).max(128), TriggerValueSchema).default({}),
    /**
     * The same again within this time is a bounce and fires nothing: the same values of `context`. Milliseconds; the
     * config's where absent.
     */
    debounce_ms: z.number().min(0).max(60_000).nullish(),
    /** Passed over, as if it were not there. */
    disabled: z.boolean().optional(),
  })
  .superRefine(({ intent_name, macro_id }, context) => {
    if (Boolean(intent_name) === Boolean(macro_id))
      context.addIssue({
        code: 'custom',
        path: ['intent_name'],
        message: 'Choose an intent or a macro: one of them.',
      });
  });
export type HardwareTrigger = z.infer<typeof HardwareTriggerSchema>;

/** The secret that shows who this client is: `Authorization: Bearer …`, or the header that is named. */
const HardwareAuthSchema = z.object({
  secret_name: NameSchema,
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'A header has letters, digits and hyphens.')
    .nullish(),
});

/** What is stored of every client beside its settings. */
const stored = {
  /**
   * The control room that runs it, so that two that share a catalogue never both do; it is the one where it was saved,
   * unless its sender says otherwise. Null: every one.
   */
  room_id: NameSchema.nullish(),
  /** Connects to the built-in backend, whatever its host says. */
  simulated: z.boolean().default(false),
  /** What it begins with; it can be changed while the client runs. */
  log_level: HardwareLogLevelSchema.default('info'),
  triggers: z
    .array(HardwareTriggerSchema)
    .max(200, 'A client has 200 triggers at most.')
    .default([]),
  auth: HardwareAuthSchema.nullish(),
  /** PEM of the authority that signed the backend's certificate; trusted in place of the system's. */
  ca: z.string().max(65_536).nullish(),
  description: z.string().max(1000).default(''),
};

/** A button of a gamepad. `pad` counts from 0 as the browser does; null: any. */
const PadButtonSchema = z.object({
  pad: z.int().min(0).max(15).nullable().default(null),
  button: z.int().min(0).max(63),
});

/** One button of a buzzer client, and what presses it besides the page. A pin is in `gpio`. */
export const BuzzerButtonSchema = z.object({
  buzzer_id: BuzzerIdSchema,
  label: z.string().max(80).default(''),
  /** The browser's `KeyboardEvent.code`, such as `Space` or `Digit1`. */
  key: z.string().min(1).max(32).nullish(),
  gamepad: PadButtonSchema.nullish(),
});
export type BuzzerButton = z.infer<typeof BuzzerButtonSchema>;

const buzzer = {
  ...BuzzerSettingsSchema.shape,
  ...stored,
  kind: z.literal('buzzer'),
  buzzers: z
    .array(BuzzerButtonSchema)
    .max(64, 'A client has 64 buzzers at most.')
    .refine(
      (buttons) => new Set(buttons.map(({ buzzer_id }) => buzzer_id)).size === buttons.length,
      'Two buzzers have one name: give each its own.',
    )
    .default([]),
};

const oscBridge = {
  ...OscBridgeSettingsSchema.shape,
  ...stored,
  kind: z.literal('osc_bridge'),
  /** The whole path of its YAML file. */
  mapping_file: OscBridgeSettingsSchema.shape.mapping_file.regex(
    /^(\/|[A-Za-z]:[\\/])/,
    'Give the whole path of the mapping file, from the root.',
  ),
};

const generic = { ...GenericSettingsSchema.shape, ...stored, kind: z.literal('generic') };

/** `mcr:companion:hardware:{client_id}`, the id percent-encoded: a client as it is stored. */
export const HardwareClientSchema = z.discriminatedUnion('kind', [
  z.looseObject(buzzer),
  z.looseObject(oscBridge),
  z.looseObject(generic),
]);
export type HardwareClient = z.infer<typeof HardwareClientSchema>;
export type HardwareClientInput = z.input<typeof HardwareClientSchema>;
export type BuzzerHardware = Extract<HardwareClient, { kind: 'buzzer' }>;
export type OscBridgeHardware = Extract<HardwareClient, { kind: 'osc_bridge' }>;

const nameless = { client_id: HardwareClientIdSchema.optional() };

/** A client as it is sent: the address names it, so that the body need not. */
export const HardwareClientBodySchema = z.discriminatedUnion('kind', [
  z.looseObject({ ...buzzer, ...nameless }),
  z.looseObject({ ...oscBridge, ...nameless }),
  z.looseObject({ ...generic, ...nameless }),
]);
export type HardwareClientBody = z.infer<typeof HardwareClientBodySchema>;

/**
 * A client as screens and `GET /api/hardware` show it. Ages are those of the moment it was asked; the times beside them
 * stay true.
 */
export const HardwareListingSchema = HardwareClientStatusSchema.extend({
  kind: HardwareKindSchema,
  enabled: z.boolean(),
  /** Of the newest message; null before the first. */
  data_at: TimestampSchema.nullable(),
  /** Of anything that was heard, answers to pings included. */
  heard_at: TimestampSchema.nullable(),
  next_try_at: TimestampSchema.nullable(),
  /** Another control room runs it. */
  elsewhere: z.boolean(),
  /** Why it can't run as it is stored, and what to do. */
  problem: z.string().nullable(),
  /** Executions that its triggers asked for. */
  triggered: z.int(),
  /** Those that were kept back: bounces, and more than may run at once. */
  trigger_bounced: z.int(),
  trigger_overflow: z.int(),
  /** Of a buzzer: whether presses count, and the order of the last round. */
  buzzers_enabled: z.boolean().nullable(),
  round: PressRoundSchema.nullable(),
  /** Presses that counted, and those that did not, by reason. */
  presses: z.int().nullable(),
  presses_refused: z.record(z.string(), z.int()).nullable(),
  gpio: GpioStateSchema.nullable(),
  /** Of an OSC bridge. */
  osc: OscBridgeStatusSchema.nullable(),
});
export type HardwareListing = z.infer<typeof HardwareListingSchema>;

/**
 * What became of a message in the end. `sent`: it left, which nothing acknowledges. `dropped`: it could not and may not
 * wait. `expired`: it waited for its time. `replaced`: a later one of its type took its place.
 */
export const HardwareSentSchema = z.object({
  outcome: z.enum(['sent', 'dropped', 'expired', 'replaced']),
  /** Why it was not sent. */
  reason: z.string().nullable(),
});
export type HardwareSent = z.infer<typeof HardwareSentSchema>;

export const HardwarePressBodySchema = z.object({
  buzzer_id: BuzzerIdSchema,
  source: PressSourceSchema.default('pointer'),
  /** How long ago it was pressed, where its sender knows: the moment is then known better. Milliseconds. */
  age_ms: z.number().min(0).max(1000).optional(),
});
export type HardwarePressBody = z.input<typeof HardwarePressBodySchema>;

/** Whether a press counts and was sent. */
export const HardwarePressedSchema = z.object({
  counted: z.boolean(),
  /** Why it does not: `bounce`, `early`, `locked`, `too_many_buzzers`, `offline`, `too_old`. */
  refusal: z.string().nullable(),
});
export type HardwarePressed = z.infer<typeof HardwarePressedSchema>;

/** What passed since the last event. `missed`: more than this reader could take, which was left out. */
export const HardwareTrafficEventSchema = z.object({
  messages: z.array(HardwareTrafficSchema),
  missed: z.int(),
});
export type HardwareTrafficEvent = z.infer<typeof HardwareTrafficEventSchema>;

/** The first event holds the lines that are kept; then what was written since. */
export const HardwareLogEventSchema = z.object({
  lines: z.array(HardwareLogLineSchema),
  missed: z.int(),
});
export type HardwareLogEvent = z.infer<typeof HardwareLogEventSchema>;
