import { z } from 'zod';
import { OriginSchema } from './execution.ts';

/** What a panic ended. Counts, and the executions whose commands had already left. */
export const PanicReportSchema = z.object({
  /** Executions that still waited: nothing of theirs was sent. */
  cancelled: z.int(),
  /** Sends that were on their way; what the device made of them is unknown. */
  aborted: z.int(),
  macros: z.int(),
  /** Requests of agents that waited for the operator. */
  pending: z.int(),
  /** Keys that were held down and got their UP. */
  released: z.int(),
  /** Executions of which bytes had left, newest first, at most 100. */
  already_left: z.array(
    z.object({
      execution_id: z.string(),
      intent_name: z.string().nullable(),
      device_id: z.string(),
    }),
  ),
  /** From the call to the last cancel. */
  took_ms: z.number(),
});
export type PanicReport = z.infer<typeof PanicReportSchema>;

/** Until it is lifted only the operator can fire. */
export const PanicStateSchema = z.object({
  engaged: z.boolean(),
  since: z.string().nullable(),
  by: OriginSchema.nullable(),
  report: PanicReportSchema.nullable(),
});
export type PanicState = z.infer<typeof PanicStateSchema>;
