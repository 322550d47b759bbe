import type { Fault } from '#shared/contract/errors.ts';
import { MOST_REQUEST_BYTES } from '#shared/domain/variable-values.ts';

/** More than any value may take. A longer message would break the link. */
const MOST_MESSAGE_BYTES = MOST_REQUEST_BYTES;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Why this is too much to be sent at once; null where it is not. */
export const tooLong = (what: string, value: unknown): Fault | null => {
  const bytes = new Blob([JSON.stringify(value) ?? '']).size;
  if (bytes <= MOST_MESSAGE_BYTES) return null;
  return {
    error_type: 'validation_error',
    message: `${what} takes ${megabytes(bytes)}; ${megabytes(MOST_MESSAGE_BYTES)} is the most that is sent at once.`,
    details: { hint: 'Nothing was sent. Take it in parts.' },
  };
};
