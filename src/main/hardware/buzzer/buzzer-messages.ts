import { z } from 'zod';
import { BuzzerIdSchema, PressSourceSchema } from '#shared/contract/buzzer.ts';
import {
  HardwareMessageSchema,
  type HardwareLogLevel,
  type HardwareMessage,
} from '#shared/contract/hardware.ts';

/** The backend turns the buzzers on for a question, and off again. */
export const ToggleSchema = z.looseObject({
  type: z.literal('toggle_buzzers'),
  enabled: z.boolean('Send true or false.'),
});

const LEVELS: Readonly<Record<string, HardwareLogLevel>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'error',
};

/** Python's names for levels, in any case. */
export const SetLevelSchema = z.looseObject({
  type: z.literal('buzzer_set_log_level'),
  level: z.string().transform((name, context) => {
    const level = LEVELS[name.toLowerCase()];
    if (level) return level;
    context.addIssue({
      code: 'custom',
      message: `"${name.slice(0, 40)}" is no level. Send DEBUG, INFO, WARNING or ERROR.`,
    });
    return z.NEVER;
  }),
});

/** A press that another client sent and the backend passed on. Only the first field is the seed's; ours send the rest. */
export const PressedSchema = z.looseObject({
  type: z.literal('buzzer_pressed'),
  buzzerId: z.union([BuzzerIdSchema, z.number().transform(String)]),
  /** When it was made, milliseconds since 1970 on its sender's clock. */
  timestamp: z.number().nullish(),
  client_id: z.string().max(256).nullish(),
  source: PressSourceSchema.catch('other').default('other'),
  margin_ms: z.number().nonnegative().nullish(),
  /** Added to `timestamp` it is the backend's time, to within `clock_margin_ms`. */
  clock_offset_ms: z.number().nullish(),
  clock_margin_ms: z.number().nonnegative().nullish(),
});
export type Pressed = z.infer<typeof PressedSchema>;

const KNOWN: Readonly<Record<string, z.ZodType>> = {
  toggle_buzzers: ToggleSchema,
  buzzer_set_log_level: SetLevelSchema,
  buzzer_pressed: PressedSchema,
};

/** The three must fit; whatever else a backend tells everybody is none of a buzzer's business, and no fault. */
export const BuzzerMessageSchema = HardwareMessageSchema.superRefine(
  (message: HardwareMessage, context) => {
    const known = Object.hasOwn(KNOWN, message.type) ? KNOWN[message.type] : undefined;
    for (const { path, message: text } of known?.safeParse(message).error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message: text });
  },
);
