import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';

/** The session of whoever names none: a key of a surface, a client over REST. */
export const ROOM_SESSION = 'room';

export const VariableTypeSchema = z.enum([
  'boolean',
  'string',
  'integer',
  'float',
  /** One of the values in `constraints.enum`. */
  'choice',
  'json',
  /** Numbers in a row: see `NumericArraySchema`. */
  'embedding',
  /** Numbers with a shape of any number of dimensions. */
  'tensor',
]);
export type VariableType = z.infer<typeof VariableTypeSchema>;

export const NumericTypeSchema = z.enum(['float32', 'float64', 'int32', 'uint8']);
export type NumericType = z.infer<typeof NumericTypeSchema>;

/** How an `embedding` or `tensor` is kept: row by row, `data` as long as the product of `shape`. */
export const NumericArraySchema = z.object({
  dtype: NumericTypeSchema.default('float64'),
  shape: z.array(z.int().min(0)).min(1).max(32),
  data: z.array(z.number()),
});
export type NumericArray = z.infer<typeof NumericArraySchema>;

const LengthSchema = z.union([
  z.int().min(0),
  z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }),
]);

/** What a value has to keep to. Each only where it says something for the type. */
export const ConstraintsSchema = z.strictObject({
  /** Of numbers, and of each number in an array. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Multiples of it, counted from `min`, or from 0. */
  step: z.number().positive().optional(),
  enum: z.array(z.unknown()).min(1).max(1000).optional(),
  /** A regular expression that is found in the text; write ^ and $ for the whole of it. */
  pattern: z.string().min(1).max(500).optional(),
  /** Characters of a text, numbers of an array, items of a JSON list: exactly so many, or from min to max. */
  length: LengthSchema.optional(),
  shape: z.array(z.int().min(0)).min(1).max(32).optional(),
});
export type Constraints = z.infer<typeof ConstraintsSchema>;

/**
 * What its writers say of a variable. The bridge itself writes `changed_by`, the origin of the last change;
 * `stale_after_ms` says after how long without a change its value is not to be trusted any more.
 */
export const VariableMetadataSchema = z.record(z.string(), z.unknown());
export type VariableMetadata = Readonly<z.infer<typeof VariableMetadataSchema>>;

export const VariableSchema = z.object({
  id: NameSchema,
  name: NameSchema,
  type: VariableTypeSchema,
  value: z.unknown(),
  constraints: ConstraintsSchema,
  metadata: VariableMetadataSchema,
  /** 0 when it is registered, one more with each value that is set. */
  version: z.int().min(0),
  created_at: TimestampSchema,
  /** Never before `created_at` or an earlier update, whatever the clocks of its writers say. */
  last_updated_at: TimestampSchema,
});
export type Variable = Readonly<z.infer<typeof VariableSchema>>;

/** `local` ones live in one process; `bridged` ones in Redis, for every process. */
export const VariableSessionSchema = z.object({
  session: NameSchema,
  backend: z.enum(['local', 'bridged']),
});
export type VariableSession = Readonly<z.infer<typeof VariableSessionSchema>>;

/** Everything of a session, as one backend gives it and another takes it. */
export const VariableExportSchema = z.object({
  session_id: NameSchema,
  /** By id. */
  variables: z.record(z.string(), VariableSchema),
  /** Ids by name. */
  variable_index: z.record(z.string(), z.string()),
  metadata: z.looseObject({
    backend: z.string().optional(),
    created_at: TimestampSchema.optional(),
    exported_at: TimestampSchema.optional(),
  }),
});
export type VariableExport = Readonly<z.infer<typeof VariableExportSchema>>;

/** What can go wrong with variables, as a value. `message` says what happened and what to do. */
export const VariableErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('not_found'), message: z.string(), identifier: z.string() }),
  z.object({ code: z.literal('session_expired'), message: z.string(), session_id: z.string() }),
  z.object({ code: z.literal('validation_failed'), message: z.string(), variable: z.string() }),
  z.object({
    code: z.literal('partial_failure'),
    message: z.string(),
    /** Why, by the identifier that was asked for. */
    failures: z.record(z.string(), z.string()),
    /** What was written all the same: nothing where the batch was atomic. */
    written: z.array(z.string()),
  }),
  z.object({
    code: z.literal('import_failed'),
    message: z.string(),
    failures: z.record(z.string(), z.string()),
  }),
  z.object({ code: z.literal('store_unavailable'), message: z.string() }),
]);
export type VariableError = z.infer<typeof VariableErrorSchema>;

/** What a backend can do, truthfully. */
export const CapabilitiesSchema = z.object({
  /** A batch is written as a whole or not at all where that is asked for. */
  atomic_updates: z.boolean(),
  /** `watch` tells of changes. */
  streaming: z.boolean(),
  /** It survives the end of this process. */
  persistence: z.boolean(),
  /** Other processes see it. */
  distribution: z.boolean(),
});
export type Capabilities = z.infer<typeof CapabilitiesSchema>;

/**
 * A snapshot first, and whenever changes alone don't tell; then each variable that changed, with its newest value:
 * a reader that is slow sees fewer steps. `expired` is the last.
 */
export const VariableEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), variables: z.array(VariableSchema) }),
  z.object({ kind: z.literal('set'), variable: VariableSchema }),
  z.object({ kind: z.literal('deleted'), name: z.string() }),
  z.object({ kind: z.literal('expired') }),
]);
export type VariableEvent = Readonly<z.infer<typeof VariableEventSchema>>;
