import { z } from 'zod';
import { MacroReportSchema, OriginSchema } from './execution.ts';
import { NameSchema, TimestampSchema } from './names.ts';
import { ConditionsSchema, GuardSchema } from './policy.ts';

/**
 * One step. It fires an intent, or runs a nested macro (`macro_id`), or fires its intent for each item of a list,
 * or waits until a condition holds. Steps of one `parallel` group start together.
 */
export const MacroStepSchema = z.looseObject({
  step_number: z.int(),
  intent_name: NameSchema.nullish(),
  macro_id: NameSchema.nullish(),
  /** False: the next steps do not wait for it; the macro's end does. */
  wait_for_completion: z.boolean().default(true),
  /** For each try. A nested macro takes what its own steps allow. */
  timeout_ms: z.int().min(1).max(3_600_000).default(10_000),
  on_failure: z.enum(['abort', 'continue', 'retry']).default('abort'),
  /** How often it is tried again with `on_failure: retry`. */
  retry_count: z.int().min(0).max(100).default(1),
  /** From the end of the former step, in milliseconds; a quick one's time is made up, so that steps stand on a grid. */
  delay_ms: z.number().min(0).max(3_600_000).default(0),
  /** Fired in its place when the step failed for certain; not where its outcome is unknown. */
  fallback_intent: NameSchema.nullish(),
  /** Neighbouring steps with the same group name run side by side. */
  parallel: z.string().min(1).max(40).nullish(),
  /** The step runs once per item; `as` names the variable that holds it. */
  for_each: z
    .looseObject({
      items: z.union([z.array(z.unknown()).max(1000), z.string().min(1)]),
      as: z
        .string()
        .regex(/^[A-Za-z_]\w*$/, 'A name of letters, digits and _.')
        .default('item'),
    })
    .nullish(),
  /**
   * Goes on when this holds, and fails when it does not within `timeout_ms`. `device` and `button` are those that the
   * variables `device_id`, `page`, `row` and `col` name.
   */
  wait_until: ConditionsSchema.nullish(),
  /** Where it does not hold the step is skipped. */
  conditions: ConditionsSchema.nullish(),
  /** Values for the intent's templates; `$name` or `{name}` inside takes a macro variable. */
  variables: z.record(z.string(), z.unknown()).nullish(),
});
export type MacroStep = z.infer<typeof MacroStepSchema>;

/** `mcr:companion:macro:{macro_id}`: steps in the order of their numbers. */
export const MacroSchema = z.looseObject({
  macro_id: NameSchema,
  macro_name: z.string().min(1),
  description: z.string().default(''),
  steps: z.array(MacroStepSchema),
  /** Names with their defaults; the request's context wins. */
  variables: z.record(z.string(), z.unknown()).default({}),
  /** Run when the macro aborts or is cancelled, all of them whatever fails, for 60 s at most; not after panic. */
  on_abort: z.array(MacroStepSchema).default([]),
  guard: GuardSchema.nullish(),
  created_by: z.string().default('operator'),
  created_at: TimestampSchema.optional(),
});
export type Macro = z.infer<typeof MacroSchema>;

/** A macro that runs, as the screens follow it. */
export const MacroProgressSchema = z.object({
  execution_id: z.string(),
  macro_id: z.string(),
  origin: OriginSchema,
  started_at: z.string(),
  state: z.enum(['running', 'paused', 'cancelling']),
  report: MacroReportSchema,
  /** It waits before each step; `resume` lets that one go. */
  step_through: z.boolean().optional(),
  /** All of it goes to the simulators. */
  simulated: z.boolean().optional(),
});
export type MacroProgress = z.infer<typeof MacroProgressSchema>;

export const MacroExecuteBodySchema = z.object({
  context: z.record(z.string(), z.unknown()).optional(),
  /** The number of the step to begin with. */
  from_step: z.int().optional(),
  /** Runs the step `from_step` names and no other. */
  only_step: z.boolean().optional(),
  dry_run: z.boolean().optional(),
  /** Every command goes to the built-in simulator, whatever its device says; what has none is refused. */
  simulate: z.boolean().optional(),
  /** Waits before each step, without its delay, until `resume` lets that one go. */
  step_through: z.boolean().optional(),
  confirmed: z.boolean().optional(),
  session_id: NameSchema.optional(),
});
export type MacroExecuteBody = z.infer<typeof MacroExecuteBodySchema>;

/** `mcr:companion:macro_run:{execution_id}`: stands while a macro runs, so that a crash leaves it behind. */
export const MacroRunSchema = z.looseObject({
  execution_id: NameSchema,
  macro_id: NameSchema,
  /** The control room that runs it. */
  room_id: z.string(),
  origin: OriginSchema,
  started_at: z.string(),
  /** The step it had reached. */
  step: z.string(),
});
export type MacroRun = z.infer<typeof MacroRunSchema>;
