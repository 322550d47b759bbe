import type { ORPCError } from '@orpc/contract';
import { z } from 'zod';
import { FaultSchema, type Fault } from '#shared/contract/errors.ts';
import { internalFault } from '../faults.ts';

/** The body of every REST error. */
export const ErrorBodySchema = z.object({
  error: FaultSchema,
  code: z.string(),
  status: z.int(),
  message: z.string(),
});
export type ErrorBody = z.infer<typeof ErrorBodySchema>;

export const errorBody = (fault: Fault, status: number): ErrorBody => ({
  error: fault,
  code: fault.error_type,
  status,
  message: fault.message,
});

/** What was thrown as a body: a fault as it is, anything else without its inside. */
export const encodeError = (error: ORPCError<string, unknown>): ErrorBody => {
  const { success, data: fault } = FaultSchema.safeParse(error.data);
  if (success) return errorBody(fault, error.status);
  if (error.status >= 500) return errorBody(internalFault, error.status);
  const { message, status } = error;
  return errorBody({ error_type: 'validation_error', message, details: {} }, status);
};
