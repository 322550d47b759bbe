import { z } from 'zod';

/** A name that may become part of a Redis key: intents, protocols, devices, macros, agents. */
const NAME = /^[A-Za-z0-9._-]{1,128}$/;
export const NAME_WORDS =
  'Use 1 to 128 letters (A-Z, a-z), digits, dots, underscores or hyphens: no spaces, accents or emoji.';
export const NameSchema = z.string().regex(NAME, NAME_WORDS);
export const isName = (text: string): boolean => NAME.test(text);

/** `{page}_{row}_{col}`: page counts from 1, row and column from 0. Rows and columns may be negative. */
const BUTTON_ID = /^-?\d+_-?\d+_-?\d+$/;
export const ButtonIdSchema = z.string().regex(BUTTON_ID);
export const isButtonId = (text: string): boolean => BUTTON_ID.test(text);

export const PortSchema = z
  .int('A port is a whole number.')
  .min(1, 'A port is a number from 1 to 65535.')
  .max(65535, 'A port is a number from 1 to 65535.');

/** ISO 8601, UTC. Python writers leave the zone out, so any text is kept as it came. */
export const TimestampSchema = z.string();
