import { createHash } from 'node:crypto';

const MOST_CHARACTERS = 256;

/** A value to be compared with others, as JSON; what is long by its digest, so that large messages fill no memory. */
export const inShort = (value: unknown): string => {
  const json = JSON.stringify(value) ?? '';
  return json.length > MOST_CHARACTERS
    ? createHash('sha256').update(json).digest('base64')
    : json;
};
