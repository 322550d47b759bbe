import { z } from 'zod';
import { ExecuteBodySchema } from './execution.ts';
import { NAME_WORDS, NameSchema, TimestampSchema } from './names.ts';
import {
  ConditionsSchema,
  FallbackSchema,
  GuardSchema,
  RepressModeSchema,
  RetryOverrideSchema,
} from './policy.ts';

/**
 * What the control room does itself, without a device: `camera` gives the command that `protocol_name` names to the
 * camera slot that `device_id` names (`all`: to every slot that has a camera), with the variables as its payload.
 * `hardware` sends a message of the type that `protocol_name` names by the client that `device_id` names
 * (percent-encoded, as in its origin), with the variables as its fields.
 */
export const PerformedActionSchema = z.enum(['camera', 'hardware']);
export type PerformedAction = z.infer<typeof PerformedActionSchema>;

export const ActionTypeSchema = z.enum([
  'press',
  'set_text',
  'set_color',
  'custom',
  ...PerformedActionSchema.options,
]);

/** A name, or for hardware any text, percent-encoded. */
const ActionWordSchema = z
  .string()
  .max(1152)
  .regex(/^(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+$/, NAME_WORDS)
  .refine((text) => text.includes('%') || text.length <= 128, NAME_WORDS);

export const ButtonActionSchema = z.looseObject({
  action_type: ActionTypeSchema.default('press'),
  /** For what the control room does itself: the command. */
  protocol_name: ActionWordSchema,
  /** For what the control room does itself: at what. */
  device_id: ActionWordSchema,
  variables: z.record(z.string(), z.unknown()).default({}),
  delay_ms: z.number().min(0).max(600_000).default(0),
  /** Passed over, as if it were not there. */
  disabled: z.boolean().optional(),
  /** Not for what the control room does itself: that is done once. */
  retry: RetryOverrideSchema.nullish(),
  /** Tried in order when the action itself did not serve; as `retry`. */
  fallbacks: z.array(FallbackSchema).max(10).nullish(),
});
export type ButtonAction = z.infer<typeof ButtonActionSchema>;

/** `mcr:mapping:companion:intent:{intent_name}`: a thing to achieve, as an ordered list of actions. */
export const IntentSchema = z.looseObject({
  intent_name: NameSchema,
  description: z.string().default(''),
  actions: z.array(ButtonActionSchema).max(1000),
  conditions: ConditionsSchema.nullish(),
  /** Higher goes first where commands wait for the same target. */
  priority: z.int().default(0),
  guard: GuardSchema.nullish(),
  /** Absent: `parallel`. */
  mode: RepressModeSchema.nullish(),
  created_by: z.string().default('operator'),
  created_at: TimestampSchema.optional(),
});
export type Intent = z.infer<typeof IntentSchema>;

/** The actions that an intent does. */
export const enabledActions = ({ actions }: Pick<Intent, 'actions'>): ButtonAction[] =>
  actions.some(({ disabled }) => disabled === true)
    ? actions.filter(({ disabled }) => disabled !== true)
    : actions;

/** An intent as it stands in an editor. With `only`, that action alone is done: neither guard nor conditions are asked. */
export const IntentTestBodySchema = ExecuteBodySchema.extend({
  intent: IntentSchema,
  /** From 0. */
  only: z.int().min(0).optional(),
});
export type IntentTestBody = z.infer<typeof IntentTestBodySchema>;
