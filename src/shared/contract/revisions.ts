import { oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './common-errors.ts';
import { FaultSchema } from './errors.ts';
import type { VersionedKind } from './mirror.ts';
import { HardwareClientIdSchema } from './hardware.ts';
import { TimestampSchema } from './names.ts';
import { PreconditionSchema } from './precondition.ts';

/**
 * Where a change was made: the app's own window, a browser, REST, gRPC, another program straight in the store, or the app
 * by itself.
 */
export const ViaSchema = z.enum(['window', 'browser', 'rest', 'grpc', 'elsewhere', 'app']);
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
  /** The same, key by key: a key may hold a dot itself. */
  keys: z.array(z.string()),
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

/** What stands after a restoring. */
export const RestoredSchema = z.object({ revision: z.string(), value: JsonObjectSchema });
export type Restored = z.infer<typeof RestoredSchema>;

/** Where the values of a kind stand in REST. */
export const REVISED_AREAS = {
  intents: 'intent',
  macros: 'macro',
  devices: 'device',
  protocols: 'protocol',
  layouts: 'layout',
  venues: 'venue',
  hardware: 'hardware',
  config: 'config',
} as const satisfies Record<string, VersionedKind>;
export const RevisedAreaSchema = z.enum([
  'intents',
  'macros',
  'devices',
  'protocols',
  'layouts',
  'venues',
  'hardware',
  'config',
]);
export type RevisedArea = z.infer<typeof RevisedAreaSchema>;

const base = oc.errors({
  ...commonErrors,
  device_not_found: { status: 404, data: FaultSchema },
  intent_not_found: { status: 404, data: FaultSchema },
});

const PageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  before: RevisionIdSchema.optional(),
});
const ToSchema = z.object({
  /** Another revision, or what stands now. */
  to: z.union([z.literal('now'), RevisionIdSchema]).optional(),
});

/** What can be asked of the revisions of the value at `path`. */
const revisionsAt = <P extends z.ZodRawShape, A extends z.ZodType>(
  path: `/${string}`,
  address: P,
  all: A,
) => {
  const one = z.object({ ...address, id: RevisionIdSchema });
  return {
    /** Newest first. */
    list: base
      .route({ method: 'GET', path: `${path}/revisions`, inputStructure: 'detailed' })
      .input(z.object({ params: all, query: PageSchema.optional() }))
      .output(z.array(RevisionSchema)),
    get: base
      .route({ method: 'GET', path: `${path}/revisions/{id}`, inputStructure: 'detailed' })
      .input(z.object({ params: one }))
      .output(RevisionValuesSchema),
    diff: base
      .route({ method: 'GET', path: `${path}/revisions/{id}/diff`, inputStructure: 'detailed' })
      .input(z.object({ params: one, query: ToSchema.optional() }))
      .output(RevisionDiffSchema),
    /**
     * Writes the value after that revision, or, where that was a deletion, the one before it: a write like any other.
     * Answers with what stands then, and its revision.
     */
    restore: base
      .route({
        method: 'POST',
        path: `${path}/revisions/{id}/restore`,
        inputStructure: 'detailed',
      })
      .input(z.object({ params: one, headers: PreconditionSchema.optional() }))
      .output(RestoredSchema),
  };
};

/** The names of all but hardware are names as everywhere: what is none is answered with a `validation_error`. */
const named = { area: RevisedAreaSchema, name: HardwareClientIdSchema };

/** Every accepted change of a value, whoever made it. The config's name is `bridge`, or left out. */
export const revisionsContract = {
  ...revisionsAt('/{area}/{name}', named, z.object(named)),
  // Where a path has no parameters there are no `params`.
  ofConfig: revisionsAt('/config', {}, z.object({}).optional()),
};
