import { z } from 'zod';

/** What can go wrong. The first eleven are the seed's; the rest name what the seed had no word for. */
export const ErrorTypeSchema = z.enum([
  'connection_refused',
  'connection_timeout',
  'dns_resolution',
  'invalid_response',
  'protocol_error',
  'intent_not_found',
  'device_not_found',
  'invalid_mapping',
  'rate_limited',
  'state_corruption',
  'validation_error',
  /** The connection broke after bytes may have left. */
  'connection_lost',
  /** The store can't be asked or told now. */
  'store_unavailable',
  /** Policy said no: the reason is in `details.reason`. */
  'refused',
  'cancelled',
  /** A macro that was running when the app ended. */
  'interrupted',
  'not_found',
  /** What a write expected to stand there does not: nothing was changed. See `StaleDetailsSchema`. */
  'precondition_failed',
  /** Another writer of a shared state came first: nothing was changed. Both sides are in the details. */
  'conflict',
  'internal',
]);
export type ErrorType = z.infer<typeof ErrorTypeSchema>;

/**
 * An expected failure, as data. `message` says what happened, `details.hint` what to do.
 * `details` holds only JSON.
 */
export const FaultSchema = z.object({
  error_type: ErrorTypeSchema,
  message: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type Fault = z.infer<typeof FaultSchema>;
