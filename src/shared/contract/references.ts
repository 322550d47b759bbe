import { z } from 'zod';
import { NameSchema } from './names.ts';
import { VersionedKindSchema } from './mirror.ts';

/** What others name: an intent, a macro, a protocol or a device. */
export const ReferredKindSchema = z.enum(['intent', 'macro', 'protocol', 'device']);
export type ReferredKind = z.infer<typeof ReferredKindSchema>;

/** One place that names something: the value that holds it, and where in it, as in `step 3` or `key 1/0/2`. */
export const ReferenceSchema = z.object({
  kind: VersionedKindSchema,
  name: z.string(),
  where: z.string(),
});
export type Reference = z.infer<typeof ReferenceSchema>;

export const RenameBodySchema = z.object({ to: NameSchema });

/** What a renaming did. */
export const RenamedSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Of the value under its new name. */
  revision: z.string(),
  /** Every place that names it by its new name now. */
  changed: z.array(ReferenceSchema),
});
export type Renamed = z.infer<typeof RenamedSchema>;
