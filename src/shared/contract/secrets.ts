import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';

/** A shorter one would be masked in half of what the app says. */
export const SECRET_MIN_LENGTH = 4;
const SECRET_MAX_LENGTH = 8192;

/** The value of a secret. It goes in and never comes out again. */
export const SecretValueSchema = z
  .string()
  .min(
    SECRET_MIN_LENGTH,
    `A secret has at least ${SECRET_MIN_LENGTH} characters: a shorter one can't be kept out of what is shown.`,
  )
  .max(SECRET_MAX_LENGTH, `A secret has at most ${SECRET_MAX_LENGTH} characters.`)
  .refine((value) => value.isWellFormed(), 'It holds half of a character (a lone surrogate).')
  .refine((value) => value.trim() !== '', 'A secret is more than spaces.');

/** A secret as it is listed: everything but its value. */
export const SecretEntrySchema = z.object({
  name: NameSchema,
  /** Null where protocols or devices name it and it is not here. */
  updated_at: TimestampSchema.nullable(),
  /** The protocols that name it, and what asks for it when it connects, as `device obs_main`, `hardware desk`. */
  used_by: z.array(z.string()),
});
export type SecretEntry = z.infer<typeof SecretEntrySchema>;
