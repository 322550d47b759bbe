import { z } from 'zod';
import { ButtonIdSchema, NameSchema, TimestampSchema } from './names.ts';

/** `mcr:companion:state:{device_id}:{button_id}`. `pressed` lasts from down to up. */
export const ButtonStateSchema = z.looseObject({
  device_id: NameSchema,
  button_id: ButtonIdSchema,
  state: z.enum(['idle', 'pressed', 'active', 'disabled']).default('idle'),
  text: z.string().nullish(),
  color: z.string().nullish(),
  last_pressed: TimestampSchema.nullish(),
  press_count: z.int().min(0).default(0),
  updated_at: TimestampSchema.optional(),
});
export type ButtonState = z.infer<typeof ButtonStateSchema>;

/** One change of a button, applied atomically to whatever Redis holds at that moment. */
export type ButtonChange =
  | { kind: 'press'; at: string }
  | { kind: 'down'; at: string }
  | { kind: 'up'; at: string }
  | { kind: 'text'; text: string; at: string }
  | { kind: 'color'; color: string; at: string };
