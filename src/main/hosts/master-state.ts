import type { CommitResult, StateEvent } from '#shared/contract/master-state.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { MasterState } from '../state/master-state/master-state.ts';
import { StateCorrupt } from '../state/master-state/state-corrupt.ts';
import { faultError } from './faults.ts';

interface Call<I> {
  input: I;
  context: { origin: Origin };
}
interface Named {
  params: { session: string };
}
interface OfVersion {
  params: { session: string; version: number };
}

const HISTORY_PAGE = 50;

/** Both sides of a conflict: what was to be done, and what stands there. */
const conflictFault = ({ lost, current }: CommitResult & { success: false }): Fault => ({
  error_type: 'conflict',
  message: lost
    ? `The patch was made for version ${lost.version}, and the state is at ${current?.version}.`
    : `The state is at version ${current?.version} already.`,
  details: {
    ...(lost ? { yours: lost } : {}),
    current,
    hint: lost
      ? 'Nothing was changed. Read it again and make the patch anew, or rebase yours by its lost_id.'
      : 'Nothing was changed. Read it and commit a patch.',
  },
});

const committed = (result: CommitResult): CommitResult & { success: true } => {
  if (result.success) return result;
  if (result.conflict) throw faultError(conflictFault(result));
  const { problem } = result;
  const at = problem?.op ? ` (operation ${problem.index}: ${problem.op} ${problem.path})` : '';
  throw faultError({
    error_type: 'validation_error',
    message: `${problem?.message ?? 'The patch can not be done.'}${at}`,
    details: { problem, hint: 'Nothing was changed. Correct the patch and send it again.' },
  });
};

const found = <T>(value: T | null, what: string): T => {
  if (value !== null) return value;
  throw faultError({
    error_type: 'not_found',
    message: `There is no ${what}.`,
    details: { hint: 'The history keeps a limited number; see which there are.' },
  });
};

/** What stands at a key and can't be read is the caller's business, not a mistake of ours. */
const readable = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StateCorrupt) throw faultError(error.fault);
    throw error;
  }
};

/** The contract's questions on master states. */
export const masterStateOf = (master: MasterState) => ({
  sessions: async () => (await readable(master.sessions())).map((session) => ({ session })),

  get: ({ input }: Call<Named>) => readable(master.getSnapshot(input.params.session)),

  init: async ({ input, context }: Call<Named & { body: { data: Record<string, unknown> } }>) =>
    committed(
      await readable(
        master.initializeState(input.params.session, input.body.data, context.origin),
      ),
    ),

  commit: async ({
    input,
    context,
  }: Call<
    Named & {
      body: {
        version: number;
        patch: Record<string, unknown>[];
        mode?: 'rfc6902' | 'flat' | undefined;
      };
    }
  >) => {
    const { version, patch, mode = 'rfc6902' } = input.body;
    const { origin } = context;
    const { session } = input.params;
    return committed(
      await readable(master.commitPatch(session, version, patch, { origin, mode })),
    );
  },

  history: ({
    input,
  }: Call<
    Named & { query?: { limit?: number | undefined; before?: number | undefined } | undefined }
  >) => {
    const { limit = HISTORY_PAGE, before } = input.query ?? {};
    return readable(master.history(input.params.session, { limit, before }));
  },

  version: async ({ input }: Call<OfVersion>) => {
    const { session, version } = input.params;
    return found(await readable(master.versionAt(session, version)), `version ${version}`);
  },

  compare: async ({
    input,
  }: Call<{ params: { session: string; version: number; to: number } }>) => {
    const { session, version, to } = input.params;
    const compared = await readable(master.compare(session, version, to));
    const { patch, ...sides } = found(compared, `version ${version} or ${to}`);
    return { ...sides, patch: [...patch] };
  },

  restore: async ({
    input,
    context,
  }: Call<OfVersion & { body?: { expected?: number | undefined } | undefined }>) => {
    const { session, version } = input.params;
    const options = { origin: context.origin, expected: input.body?.expected };
    const result = await readable(master.restore(session, version, options));
    return committed(found(result, `version ${version}`));
  },

  lost: ({ input }: Call<Named>) => master.lostPatches(input.params.session),

  forget: async ({ input }: Call<{ params: { session: string; lost_id: string } }>) => ({
    forgotten: await master.forgetLost(input.params.session, input.params.lost_id),
  }),

  /** The state, then every commit. What can't be read ends it, as it ends every question. */
  async *watch(
    { session, lost }: { session: string; lost?: boolean | undefined },
    lifetime: AbortSignal,
  ): AsyncGenerator<StateEvent, void, void> {
    try {
      yield* master.watch(session, lifetime, { lost });
    } catch (error) {
      if (error instanceof StateCorrupt) throw faultError(error.fault);
      throw error;
    }
  },

  rebase: async ({
    input,
    context,
  }: Call<{ params: { session: string; lost_id: string } }>) => {
    const { session, lost_id } = input.params;
    const result = await readable(master.rebase(session, lost_id, context.origin));
    return committed(found(result, `lost patch ${lost_id}`));
  },
});
