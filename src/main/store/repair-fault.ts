import type { Fault } from '#shared/contract/errors.ts';
import { decodeAt } from './stored-text.ts';

/** Why the text may not be written at the key; null where it may. */
export const repairFault = (key: string, json: string): Fault | null => {
  const decoded = decodeAt(key, json);
  if (!decoded)
    return {
      error_type: 'not_found',
      message: `${key} is no key of the catalogue or of a button`,
      details: { key, hint: 'Take the key from the list of values that cannot be read.' },
    };
  if (decoded.ok) return null;
  return {
    error_type: 'validation_error',
    message: `${key} may not hold this: ${decoded.problem}`,
    details: { key, problem: decoded.problem, hint: 'Correct the field that is named.' },
  };
};
