import { z } from 'zod';
import { BuzzerIdSchema, PressRoundSchema } from './buzzer.ts';
import { HardwareConnectionSchema } from './hardware.ts';

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
  /** Absolute, or from the folder that the program runs in. What is wrong in it is quoted, so it can't be just any file. */
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
export type HardwareKind = HardwareClientSettings['kind'];

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
