import { ORPCError, ValidationError } from '@orpc/contract';
import type { ErrorType, Fault } from '#shared/contract/errors.ts';
import type { Corruption } from '#shared/contract/mirror.ts';
import type { Log } from '../log.ts';
import { StoreUnavailable } from '../store/store.ts';
import { fieldProblems, type FieldProblem } from './field-problems.ts';

const STATUS: Partial<Record<ErrorType, number>> = {
  intent_not_found: 404,
  device_not_found: 404,
  not_found: 404,
  validation_error: 400,
  refused: 403,
  state_corruption: 409,
  conflict: 409,
  precondition_failed: 412,
  store_unavailable: 503,
};

/** A fault on its way to the caller, under its own code and HTTP status. */
export const faultError = (fault: Fault): ORPCError<ErrorType, Fault> =>
  new ORPCError(fault.error_type, {
    status: STATUS[fault.error_type] ?? 500,
    message: fault.message,
    data: fault,
  });

/** A request that can't be understood as it stands, with each field to correct. */
export const validationFault = (fields: FieldProblem[]): Fault => ({
  error_type: 'validation_error',
  message: fields.map(({ field, message }) => `${field}: ${message}`).join(' '),
  details: { fields, hint: 'Correct the fields that are named and send it again.' },
});

/** What stands at a key and can't be read, with its raw text. */
export const corruptionFault = ({ key, problem, raw }: Corruption): Fault => ({
  error_type: 'state_corruption',
  message: `${key} can't be read: ${problem}`,
  details: { key, problem, raw, hint: 'Replace it, or mend its text under corruptions.' },
});

export const internalFault: Fault = {
  error_type: 'internal',
  message: 'Something went wrong inside the bridge.',
  details: { hint: 'Try again. If it stays, the log says what happened.' },
};

/** Whatever was thrown while a request was answered, as the error that its caller sees. */
export const asFaultError = (
  thrown: unknown,
  request: { wrapped: boolean; path: readonly string[]; log: Log },
): ORPCError<string, unknown> => {
  if (thrown instanceof StoreUnavailable) return faultError(thrown.fault);
  if (thrown instanceof ORPCError && thrown.code !== 'INTERNAL_SERVER_ERROR') {
    if (thrown.code === 'BAD_REQUEST' && thrown.cause instanceof ValidationError)
      return faultError(validationFault(fieldProblems(thrown.cause.issues, request.wrapped)));
    return thrown;
  }
  const cause = thrown instanceof ORPCError ? thrown.cause : undefined;
  request.log.error(
    {
      err: thrown,
      ...(cause instanceof ValidationError ? { issues: cause.issues } : {}),
      procedure: request.path.join('.'),
    },
    'a request failed unexpectedly',
  );
  return faultError(internalFault);
};
