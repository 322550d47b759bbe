import { z } from 'zod';

/** `rfc6902` in full, or the seed's `flat`: a path is one key, slashes and all, and nothing is checked. */
export const PatchModeSchema = z.enum(['rfc6902', 'flat']);
export type PatchMode = z.infer<typeof PatchModeSchema>;

/** One operation as it was sent. What is wrong with it is said by name when it is applied. */
export const PatchOperationSchema = z.record(z.string(), z.unknown());
export type PatchOperation = Readonly<z.infer<typeof PatchOperationSchema>>;

const MOST_OPERATIONS = 10_000;
export const PatchSchema = z.array(PatchOperationSchema).max(MOST_OPERATIONS);

export const StateDataSchema = z.record(z.string(), z.unknown());
export type StateData = Readonly<z.infer<typeof StateDataSchema>>;

const VersionSchema = z.int().min(0);

/** A session that was never written is version 0 and `{}`. */
export const StateSnapshotSchema = z.object({ version: VersionSchema, data: StateDataSchema });
export type StateSnapshot = Readonly<z.infer<typeof StateSnapshotSchema>>;

/** Which operation of a patch could not be done, counted from 0. Nothing was changed. */
export const PatchProblemSchema = z.object({
  index: z.int().min(0),
  op: z.string(),
  path: z.string(),
  message: z.string(),
});
export type PatchProblem = z.infer<typeof PatchProblemSchema>;

/** A patch that came too late, kept so that it can be looked at and tried again. */
export const LostPatchSchema = z.object({
  lost_id: z.string(),
  at: z.string(),
  origin: z.string(),
  /** The version that its writer had read. */
  version: VersionSchema,
  mode: PatchModeSchema,
  patch: PatchSchema,
});
export type LostPatch = Readonly<z.infer<typeof LostPatchSchema>>;

/**
 * `init`, `patch`, `flat` and `restore` were made here; `foreign` is what another writer (a Python agent) made of the
 * value since the version before, as one difference.
 */
export const CommitKindSchema = z.enum(['init', 'patch', 'flat', 'restore', 'foreign']);

/** One entry of the history. Its patch makes `version` out of `base`, its inverse goes back. */
export const StateCommitSchema = z.object({
  version: VersionSchema,
  base: VersionSchema,
  /** ISO 8601, by the clock of the process that wrote it. */
  at: z.string(),
  origin: z.string(),
  kind: CommitKindSchema,
  patch: PatchSchema,
  /** Null where nobody knows what stood there before. */
  inverse: PatchSchema.nullable(),
});
export type StateCommit = Readonly<z.infer<typeof StateCommitSchema>>;

/** What a commit came to: the seed's three fields, and what a person needs to go on. */
export const CommitResultSchema = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    new_version: VersionSchema,
    conflict: z.literal(false),
  }),
  z.object({
    success: z.literal(false),
    new_version: z.literal(0),
    conflict: z.boolean(),
    /** Where it was a conflict: the patch that lost and what stands there. */
    lost: LostPatchSchema.optional(),
    current: StateSnapshotSchema.optional(),
    /** Where the patch itself is at fault. */
    problem: PatchProblemSchema.optional(),
  }),
]);
export type CommitResult = Readonly<z.infer<typeof CommitResultSchema>>;

/**
 * A snapshot first and whenever commits alone can't tell how it came to be; else each commit, in order. Where it is asked
 * for also the patches that came too late: after each snapshot those that there are, oldest first, then each as it is
 * kept, and its id once it is settled: tried again, let go of, or too old.
 */
export const StateEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), snapshot: StateSnapshotSchema }),
  z.object({ kind: z.literal('commit'), commit: StateCommitSchema }),
  z.object({ kind: z.literal('lost'), lost: LostPatchSchema }),
  z.object({ kind: z.literal('settled'), lost_id: z.string() }),
]);
export type StateEvent = Readonly<z.infer<typeof StateEventSchema>>;
