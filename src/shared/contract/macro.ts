import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';

export const MacroStepSchema = z.looseObject({
  step_number: z.int(),
  intent_name: NameSchema,
  wait_for_completion: z.boolean().default(true),
  timeout_ms: z.int().min(1).max(3_600_000).default(10_000),
  on_failure: z.enum(['abort', 'continue', 'retry']).default('abort'),
});

/** `mcr:companion:macro:{macro_id}`: intents in order. Stored and edited here; it runs from the next release. */
export const MacroSchema = z.looseObject({
  macro_id: NameSchema,
  macro_name: z.string().min(1),
  description: z.string().default(''),
  steps: z.array(MacroStepSchema),
  created_by: z.string().default('operator'),
  created_at: TimestampSchema.optional(),
});
export type Macro = z.infer<typeof MacroSchema>;
