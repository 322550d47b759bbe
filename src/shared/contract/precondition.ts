import { z } from 'zod';
import { revisionsIn } from '../domain/entity-tag.ts';
import { FaultSchema } from './errors.ts';

/**
 * What a writer expects to stand where it writes: headers over REST, plain input over RPC. `if-match` takes ETags (a
 * revision in quotes) or `*` for whatever is there; `if-none-match: *` makes what is new and overwrites nothing.
 */
export const PreconditionSchema = z
  .object({
    'if-match': z
      .string()
      .max(1000)
      .refine(
        (header) => revisionsIn(header, 'strong') !== null,
        'Write the ETag that a GET gave, with its quotes, as in "3fA9-x_1"; or * for whatever is there.',
      )
      .optional(),
    'if-none-match': z.literal('*', 'Write *: nothing may be there yet.').optional(),
  })
  .refine((given) => given['if-match'] === undefined || given['if-none-match'] === undefined, {
    path: ['if-none-match'],
    message: 'Give if-match or this one: nothing can be there and not be there.',
  });
export type Precondition = z.infer<typeof PreconditionSchema>;

const JsonObjectSchema = z.record(z.string(), z.unknown());

/** What a `precondition_failed` tells: nothing was changed, and what stands there in place of what was expected. */
export const StaleDetailsSchema = z.looseObject({
  /** `intent`, `macro`, `device`, `protocol`, `layout`, `config`. */
  kind: z.string(),
  name: z.string(),
  /** The value as it stands; null where it was deleted or never was. */
  theirs: JsonObjectSchema.nullable(),
  /** The revision of theirs: to write over it, send this as `if-match`. */
  revision: z.string().nullable(),
  /** The value that was sent; null where it was a deletion. */
  yours: JsonObjectSchema.nullable(),
  hint: z.string(),
});
export type StaleDetails = z.infer<typeof StaleDetailsSchema>;

export const StaleFaultSchema = FaultSchema.extend({
  error_type: z.literal('precondition_failed'),
  details: StaleDetailsSchema,
});
export type StaleFault = z.infer<typeof StaleFaultSchema>;
