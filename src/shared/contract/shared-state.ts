import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { commonErrors } from './common-errors.ts';
import { FaultSchema } from './errors.ts';
import {
  LostPatchSchema,
  PatchModeSchema,
  PatchSchema,
  StateCommitSchema,
  StateDataSchema,
  StateEventSchema,
  StateSnapshotSchema,
} from './master-state.ts';
import { NameSchema } from './names.ts';
import {
  ConstraintsSchema,
  VariableEventSchema,
  VariableExportSchema,
  VariableMetadataSchema,
  VariableSchema,
  VariableSessionSchema,
  VariableTypeSchema,
} from './variables.ts';

const base = oc.errors({
  ...commonErrors,
  /** Another came first: `details` has both sides. */
  conflict: { status: 409, data: FaultSchema },
});

const session = z.object({ session: NameSchema });
const detailed = 'detailed' as const;
const version = z.coerce.number().int().min(0);
const CommittedSchema = z.object({
  success: z.literal(true),
  new_version: z.int().min(0),
  conflict: z.literal(false),
});

/** Versioned states that agents share. A session that was never written is version 0 and `{}`. */
export const masterContract = {
  /** Those that were written, by name. */
  sessions: base.route({ method: 'GET', path: '/master' }).output(z.array(session)),
  get: base
    .route({ method: 'GET', path: '/master/{session}', inputStructure: detailed })
    .input(z.object({ params: session }))
    .output(StateSnapshotSchema),
  /** @throws conflict where there is a state already */
  init: base
    .route({ method: 'POST', path: '/master/{session}/init', inputStructure: detailed })
    .input(z.object({ params: session, body: z.object({ data: StateDataSchema }) }))
    .output(CommittedSchema),
  /** @throws conflict with the patch and what stands there; validation_error naming the operation at fault */
  commit: base
    .route({ method: 'POST', path: '/master/{session}/commit', inputStructure: detailed })
    .input(
      z.object({
        params: session,
        body: z.object({
          version: z.int().min(0),
          patch: PatchSchema,
          mode: PatchModeSchema.optional(),
        }),
      }),
    )
    .output(CommittedSchema),
  /** Newest first. */
  history: base
    .route({ method: 'GET', path: '/master/{session}/history', inputStructure: detailed })
    .input(
      z.object({
        params: session,
        query: z
          .object({
            limit: z.coerce.number().int().min(1).max(500).optional(),
            before: version.optional(),
          })
          .optional(),
      }),
    )
    .output(z.array(StateCommitSchema)),
  /** @throws not_found where the history does not reach so far */
  version: base
    .route({
      method: 'GET',
      path: '/master/{session}/versions/{version}',
      inputStructure: detailed,
    })
    .input(z.object({ params: session.extend({ version }) }))
    .output(StateSnapshotSchema),
  compare: base
    .route({
      method: 'GET',
      path: '/master/{session}/versions/{version}/compare/{to}',
      inputStructure: detailed,
    })
    .input(z.object({ params: session.extend({ version, to: version }) }))
    .output(
      z.object({ from: StateSnapshotSchema, to: StateSnapshotSchema, patch: PatchSchema }),
    ),
  /** Makes a former version the newest. @throws conflict where `expected` is not what stands there */
  restore: base
    .route({
      method: 'POST',
      path: '/master/{session}/versions/{version}/restore',
      inputStructure: detailed,
    })
    .input(
      z.object({
        params: session.extend({ version }),
        body: z.object({ expected: z.int().min(0).optional() }).optional(),
      }),
    )
    .output(CommittedSchema),
  /** Patches that came too late, newest first: the last 50 of the session, in whichever room. */
  lost: base
    .route({ method: 'GET', path: '/master/{session}/lost', inputStructure: detailed })
    .input(z.object({ params: session }))
    .output(z.array(LostPatchSchema)),
  /** Lets go of one. */
  forget: base
    .route({
      method: 'DELETE',
      path: '/master/{session}/lost/{lost_id}',
      inputStructure: detailed,
    })
    .input(z.object({ params: session.extend({ lost_id: NameSchema }) }))
    .output(z.object({ forgotten: z.boolean() })),
  /** Tries one on what stands there now. */
  rebase: base
    .route({
      method: 'POST',
      path: '/master/{session}/lost/{lost_id}/rebase',
      inputStructure: detailed,
    })
    .input(z.object({ params: session.extend({ lost_id: NameSchema }) }))
    .output(CommittedSchema),
  /** A snapshot, then each commit, for as long as the caller listens; with `lost` each patch that comes too late, too. */
  watch: base
    .input(session.extend({ lost: z.boolean().optional() }))
    .output(eventIterator(StateEventSchema)),
};

const named = session.extend({ name: NameSchema });

/** Typed variables of sessions. A session begins with the first that is registered, and ends when it is not used. */
export const variablesContract = {
  /** Those that there are, by name. */
  sessions: base
    .route({ method: 'GET', path: '/variables' })
    .output(z.array(VariableSessionSchema)),
  list: base
    .route({ method: 'GET', path: '/variables/{session}', inputStructure: detailed })
    .input(z.object({ params: session }))
    .output(z.array(VariableSchema)),
  /** By name or id. */
  get: base
    .route({ method: 'GET', path: '/variables/{session}/{name}', inputStructure: detailed })
    .input(z.object({ params: named }))
    .output(VariableSchema),
  /** Those that there are, by the name or id that was asked for. */
  getMany: base
    .route({ method: 'POST', path: '/variables/{session}/get-batch', inputStructure: detailed })
    .input(
      z.object({
        params: session,
        body: z.object({ names: z.array(NameSchema).max(10_000) }),
      }),
    )
    .output(z.record(z.string(), VariableSchema)),
  register: base
    .route({ method: 'POST', path: '/variables/{session}', inputStructure: detailed })
    .input(
      z.object({
        params: session,
        body: z.object({
          name: NameSchema,
          type: VariableTypeSchema,
          value: z.unknown(),
          constraints: ConstraintsSchema.optional(),
          metadata: VariableMetadataSchema.optional(),
          description: z.string().max(1000).optional(),
        }),
      }),
    )
    .output(VariableSchema),
  set: base
    .route({ method: 'PUT', path: '/variables/{session}/{name}', inputStructure: detailed })
    .input(
      z.object({
        params: named,
        body: z.object({
          value: z.unknown(),
          metadata: VariableMetadataSchema.optional(),
        }),
      }),
    )
    .output(z.object({ version: z.int() })),
  delete: base
    .route({ method: 'DELETE', path: '/variables/{session}/{name}', inputStructure: detailed })
    .input(z.object({ params: named }))
    .output(z.object({ deleted: z.boolean() })),
  /** Ends the session: all of its variables are gone, and whoever watches is told. */
  end: base
    .route({ method: 'DELETE', path: '/variables/{session}', inputStructure: detailed })
    .input(z.object({ params: session }))
    .output(z.object({ ended: z.literal(true) })),
  /** Sets many, and gives what was written. @throws validation_error with the reason of each that could not be */
  batch: base
    .route({ method: 'POST', path: '/variables/{session}/batch', inputStructure: detailed })
    .input(
      z.object({
        params: session,
        body: z.object({
          updates: z.record(NameSchema, z.unknown()),
          atomic: z.boolean().optional(),
          metadata: VariableMetadataSchema.optional(),
        }),
      }),
    )
    .output(z.object({ written: z.array(z.string()) })),
  /** Everything of the session, for `import`. */
  export: base
    .route({ method: 'POST', path: '/variables/{session}/export', inputStructure: detailed })
    .input(z.object({ params: session }))
    .output(VariableExportSchema),
  /**
   * Adds what was exported, all of it or nothing; begins the session where there is none. Ids, versions and times stay.
   * @throws validation_error with the reason of each that could not be
   */
  import: base
    .route({ method: 'POST', path: '/variables/{session}/import', inputStructure: detailed })
    .input(z.object({ params: session, body: VariableExportSchema }))
    .output(z.object({ imported: z.int() })),
  /** A snapshot, then what changes, for as long as the caller listens or the session lasts. */
  watch: base.input(session).output(eventIterator(VariableEventSchema)),
};
