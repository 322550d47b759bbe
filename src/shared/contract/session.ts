import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';

/** `mcr:companion:session:{session_id}`: an agent at work. */
export const SessionSchema = z.looseObject({
  session_id: NameSchema,
  agent_id: NameSchema,
  device_ids: z.array(NameSchema).default([]),
  started_at: TimestampSchema.optional(),
  last_activity: TimestampSchema.optional(),
  commands_executed: z.int().min(0).default(0),
  errors_count: z.int().min(0).default(0),
  status: z.enum(['active', 'paused', 'terminated']).default('active'),
});
export type Session = z.infer<typeof SessionSchema>;
