import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { BuzzerIdSchema, PressRoundSchema, PressSourceSchema } from './buzzer.ts';
import { FaultSchema } from './errors.ts';
import {
  HardwareClientIdSchema,
  HardwareClientStatusSchema,
  HardwareConnectionSchema,
  HardwareLogLevelSchema,
  HardwareLogLineSchema,
  HardwareMessageSchema,
  HardwareTrafficSchema,
} from './hardware.ts';
import { NameSchema, TimestampSchema } from './names.ts';
import { OscBridgeStatusSchema } from './osc-bridge.ts';
import { PreconditionSchema, StaleFaultSchema } from './precondition.ts';

/** What a client is: a buzzer, a bridge to OSC, or one that has triggers and sends what it is told to. */
export const HardwareKindSchema = z.enum(['buzzer', 'osc_bridge', 'generic']);
export type HardwareKind = z.infer<typeof HardwareKindSchema>;

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

const common = {
  ...HardwareConnectionSchema.shape,
  /** Runs whenever the app does. */
  enabled: z.boolean().default(true),
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

/** A line of a GPIO chip, which `gpiomon` watches. */
const GpioLineSchema = z.object({
  chip: z
    .string()
    .regex(/^[A-Za-z0-9/_-]{1,64}$/, 'Name the chip as gpiodetect does: gpiochip0.')
    .default('gpiochip0'),
  line: z.int().min(0).max(1023),
  /** Pressed pulls it to ground. */
  active_low: z.boolean().default(true),
});

/** One button of a buzzer client, and what presses it besides the page. */
export const BuzzerButtonSchema = z.object({
  buzzer_id: BuzzerIdSchema,
  label: z.string().max(80).default(''),
  /** The browser's `KeyboardEvent.code`, such as `Space` or `Digit1`. */
  key: z.string().min(1).max(32).nullish(),
  gamepad: PadButtonSchema.nullish(),
  gpio: GpioLineSchema.nullish(),
});
export type BuzzerButton = z.infer<typeof BuzzerButtonSchema>;

const buzzer = {
  ...common,
  kind: z.literal('buzzer'),
  client_type: HardwareConnectionSchema.shape.client_type.default('buzzer'),
  buzzers: z
    .array(BuzzerButtonSchema)
    .max(64, 'A client has 64 buzzers at most.')
    .refine(
      (buttons) => new Set(buttons.map(({ buzzer_id }) => buzzer_id)).size === buttons.length,
      'Two buzzers have one name: give each its own.',
    )
    .default([]),
  /** Presses count from the start, and not only once the backend has said `toggle_buzzers`. */
  enabled_at_start: z.boolean().default(false),
  /** A contact that closes again within this time has bounced. Milliseconds, as all that follow. */
  debounce_ms: z.number().min(0).max(5000).default(50),
  /** After a press counts, so long no further one does; null: until the buzzers are enabled again. */
  lockout_ms: z.number().min(0).max(600_000).nullable().default(0),
  /** Whom a press locks out: the same buzzer, or all of them. */
  lockout_scope: z.enum(['own', 'all']).default('own'),
  /** A press while the buzzers are off locks that buzzer for so long. */
  early_penalty_ms: z.number().min(0).max(60_000).default(0),
  /** So long after the first press an earlier one may still arrive. */
  grace_ms: z.number().min(0).max(10_000).default(150),
};

const oscBridge = {
  ...common,
  kind: z.literal('osc_bridge'),
  client_type: HardwareConnectionSchema.shape.client_type.default('osc'),
  /** The whole path of its YAML file. It is read again whenever it changes. */
  mapping_file: z
    .string()
    .max(4096)
    .regex(/^(\/|[A-Za-z]:[\\/])/, 'Give the whole path of the mapping file, from the root.')
    .regex(/\.ya?ml$/i, 'The mapping file ends in .yaml or .yml.'),
};

const generic = { ...common, kind: z.literal('generic') };

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
  /** How long ago it was pressed, as the page knows it: the press is dated back by that much. Milliseconds. */
  age_ms: z.number().min(0).max(1000).default(0),
});
export type HardwarePressBody = z.input<typeof HardwarePressBodySchema>;

/** Whether a press counts, and what became of its message. */
export const HardwarePressedSchema = z.object({
  counted: z.boolean(),
  /** Why it does not: `bounce`, `early`, `locked`, `too_many_buzzers`. */
  refusal: z.string().nullable(),
  /** Null where nothing was sent, because it does not count. */
  sent: HardwareSentSchema.nullable(),
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

const base = oc.errors({
  not_found: { status: 404, data: FaultSchema },
  validation_error: { status: 400, data: FaultSchema },
  refused: { status: 403, data: FaultSchema },
  state_corruption: { status: 409, data: FaultSchema },
  precondition_failed: { status: 412, data: StaleFaultSchema },
  store_unavailable: { status: 503, data: FaultSchema },
});

const params = z.object({ client_id: HardwareClientIdSchema });
const byId = z.object({ params });
const headers = PreconditionSchema.optional();
const at = '/hardware/{client_id}';
const detailed = { inputStructure: 'detailed' } as const;

/** Hardware clients, by their id: `&`, `/` and the like are percent-encoded in an address. What acts is `refused` to agents. */
export const hardwareContract = {
  /** All of them with their state. */
  list: base.route({ method: 'GET', path: '/hardware' }).output(z.array(HardwareListingSchema)),
  /** As it is stored. */
  get: base
    .route({ method: 'GET', path: at, ...detailed })
    .input(byId)
    .output(HardwareClientSchema),
  /** A client that runs goes on with its new settings; one that is new starts where it is enabled. */
  put: base
    .route({ method: 'PUT', path: at, ...detailed })
    .input(byId.extend({ headers, body: HardwareClientBodySchema }))
    .output(HardwareClientSchema),
  delete: base
    .route({ method: 'DELETE', path: at, ...detailed })
    .input(byId.extend({ headers }))
    .output(z.object({ deleted: z.boolean() })),
  /** Until the app ends or somebody stops it; `enabled` stays as it is stored. */
  start: base
    .route({ method: 'POST', path: `${at}/start`, ...detailed })
    .input(byId)
    .output(HardwareListingSchema),
  stop: base
    .route({ method: 'POST', path: `${at}/stop`, ...detailed })
    .input(byId)
    .output(HardwareListingSchema),
  /**
   * The body is the message. It goes through the one door, so PANIC bars it and the audit has it; answered when it is
   * known what became of it.
   */
  send: base
    .route({ method: 'POST', path: `${at}/send`, ...detailed })
    .input(byId.extend({ body: HardwareMessageSchema }))
    .output(HardwareSentSchema.extend({ execution_id: z.string() })),
  /** Presses a buzzer of a client of that kind. */
  press: base
    .route({ method: 'POST', path: `${at}/press`, ...detailed })
    .input(byId.extend({ body: HardwarePressBodySchema }))
    .output(HardwarePressedSchema),
  /** At once, until the app ends: `log_level` stays as it is stored. */
  logLevel: base
    .route({ method: 'PUT', path: `${at}/log-level`, ...detailed })
    .input(byId.extend({ body: z.object({ level: HardwareLogLevelSchema }) }))
    .output(HardwareListingSchema),
  /** What comes and leaves, for as long as the caller listens. */
  traffic: base.input(params).output(eventIterator(HardwareTrafficEventSchema)),
  /** What the client says about itself, for as long as the caller listens. */
  log: base.input(params).output(eventIterator(HardwareLogEventSchema)),
};
