import type { ErrorType, Fault } from '#shared/contract/errors.ts';
import type { VariableError } from '#shared/contract/variables.ts';

const TYPES: Record<VariableError['code'], ErrorType> = {
  not_found: 'not_found',
  session_expired: 'not_found',
  validation_failed: 'validation_error',
  partial_failure: 'validation_error',
  import_failed: 'validation_error',
  store_unavailable: 'store_unavailable',
};

const HINTS: Record<VariableError['code'], string> = {
  not_found: 'Check the name; the list of the session shows what there is.',
  session_expired: 'Register its variables anew: that begins the session.',
  validation_failed: 'Correct the value and send it again.',
  partial_failure: 'Correct those that are named and send them again.',
  import_failed: 'Nothing was imported. Correct what is named and send it again.',
  store_unavailable: 'Check that Redis runs and can be reached, and ask again.',
};

/** The same error as the contract tells it; `details.code` is the one of variables. */
export const variableFault = ({ message, ...details }: VariableError): Fault => ({
  error_type: TYPES[details.code],
  message,
  details: { ...details, hint: HINTS[details.code] },
});
