import { z } from 'zod';
import { TimestampSchema } from './names.ts';

/**
 * Where a change was made: the app's own window, a browser, REST, another program straight in the store, or the app
 * by itself.
 */
export const ViaSchema = z.enum(['window', 'browser', 'rest', 'elsewhere', 'app']);
export type Via = z.infer<typeof ViaSchema>;

/** The id of a revision: it is the stream's own, and pages backwards by `before`. */
export const RevisionIdSchema = z.string().regex(/^\d{1,19}-\d{1,19}$/, {
  message: 'Use the id of a revision, as its list gives it.',
});

const JsonObjectSchema = z.record(z.string(), z.unknown());
export type JsonObject = z.infer<typeof JsonObjectSchema>;

/** One accepted change of one value. */
export const RevisionSchema = z.object({
  id: z.string(),
  at: TimestampSchema,
  /** An origin; null where nobody is known, as of another program, or nobody asked, as when the app starts. */
  by: z.string().nullable(),
  via: ViaSchema,
  /** The revision that stood before and after; null where nothing did. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The fields that it changed, as in `retry.attempts`; empty where it was made or deleted. */
  changed: z.array(z.string()),
});
export type Revision = z.infer<typeof RevisionSchema>;

export const RevisionValuesSchema = RevisionSchema.extend({
  /** After it; null where it was a deletion. */
  value: JsonObjectSchema.nullable(),
  /** Before it; null where nothing stood, or where that is not kept any more. */
  was: JsonObjectSchema.nullable(),
});
export type RevisionValues = z.infer<typeof RevisionValuesSchema>;

/** One field that two versions have differently; a side is absent where the field is. */
export const FieldDifferenceSchema = z.object({
  path: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});

/** From the value after one revision to that after another, or to what stands now. */
export const RevisionDiffSchema = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  changes: z.array(FieldDifferenceSchema),
});
export type RevisionDiff = z.infer<typeof RevisionDiffSchema>;
