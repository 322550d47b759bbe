import { z } from 'zod';
import {
  LostPatchSchema,
  PatchSchema,
  StateSnapshotSchema,
  type LostPatch,
  type StateCommit,
  type StateEvent,
  type StateSnapshot,
} from '#shared/contract/master-state.ts';
import type { Calls } from './calls.ts';
import { faultIn } from './status.ts';
import { JsonObjectSchema, JsonSchema } from './values.ts';

const MODES = { RFC6902: 'rfc6902', FLAT: 'flat' } as const;

const VersionSchema = z.string().transform(Number);

const Session = z.object({ session_id: z.string() });
const InitializeSchema = Session.extend({ data_json: JsonObjectSchema });
const CommitSchema = Session.extend({
  version: VersionSchema,
  patch_json: JsonSchema.pipe(PatchSchema),
  mode: z.enum(['RFC6902', 'FLAT']),
});
const HistorySchema = Session.extend({ limit: z.int(), before: VersionSchema });
const OfVersionSchema = Session.extend({ version: VersionSchema });
const CompareSchema = Session.extend({
  from_version: VersionSchema,
  to_version: VersionSchema,
});
const WatchSchema = Session.extend({ include_lost: z.boolean() });
const RestoreSchema = OfVersionSchema.extend({ expected: VersionSchema.optional() });
const RebaseSchema = Session.extend({ lost_id: z.string() });
const ConflictSchema = z.object({
  current: StateSnapshotSchema.optional(),
  yours: LostPatchSchema.optional(),
});

const snapshotMessage = ({ version, data }: StateSnapshot): object => ({
  version,
  data_json: JSON.stringify(data),
});

const commitMessage = ({ version, base, at, origin, kind, patch }: StateCommit): object => ({
  version,
  base,
  at,
  origin,
  kind,
  patch_json: JSON.stringify(patch),
});

const lostMessage = ({ mode, patch, ...rest }: LostPatch): object => ({
  ...rest,
  mode: mode.toUpperCase(),
  patch_json: JSON.stringify(patch),
});

const eventMessage = (event: StateEvent): object => {
  switch (event.kind) {
    case 'snapshot':
      return { snapshot: snapshotMessage(event.snapshot) };
    case 'commit':
      return { commit: commitMessage(event.commit) };
    case 'lost':
      return { lost: lostMessage(event.lost) };
    case 'settled':
      return { settled: event.lost_id };
  }
};

async function* eventMessages(events: AsyncIterable<StateEvent>): AsyncGenerator<object> {
  for await (const event of events) yield eventMessage(event);
}

/** A conflict is an answer here, as the seed has it, with what stands there now. */
const committed = async (work: Promise<object>): Promise<object> => {
  try {
    return await work;
  } catch (error) {
    const fault = faultIn(error);
    if (fault?.error_type !== 'conflict') throw error;
    const { current, yours } = ConflictSchema.parse(fault.details);
    return {
      success: false,
      new_version: 0,
      conflict: true,
      ...(current ? { current: snapshotMessage(current) } : {}),
      ...(yours ? { lost_id: yours.lost_id } : {}),
    };
  }
};

/** `mcr.bridge.v1.MasterStateService`. */
export const masterStateService = (calls: Calls) => {
  const { master } = calls.bridge;
  return {
    GetSnapshot: calls.unary(Session, async ({ session_id }, asking) =>
      snapshotMessage(await master.get({ params: { session: session_id } }, asking)),
    ),

    Initialize: calls.unary(InitializeSchema, ({ session_id, data_json: data }, asking) =>
      committed(master.init({ params: { session: session_id }, body: { data } }, asking)),
    ),

    Commit: calls.unary(CommitSchema, (input, asking) => {
      const { session_id, version, patch_json: patch, mode } = input;
      const body = { version, patch, mode: MODES[mode] };
      return committed(master.commit({ params: { session: session_id }, body }, asking));
    }),

    GetHistory: calls.unary(HistorySchema, async ({ session_id, limit, before }, asking) => {
      const query = {
        ...(limit === 0 ? {} : { limit }),
        ...(before === 0 ? {} : { before }),
      };
      const commits = await master.history({ params: { session: session_id }, query }, asking);
      return {
        commits: commits.map((commit) => ({
          ...commitMessage(commit),
          inverse_json: commit.inverse === null ? '' : JSON.stringify(commit.inverse),
        })),
      };
    }),

    GetVersion: calls.unary(OfVersionSchema, async ({ session_id, version }, asking) =>
      snapshotMessage(
        await master.version({ params: { session: session_id, version } }, asking),
      ),
    ),

    Compare: calls.unary(CompareSchema, async (input, asking) => {
      const { session_id: session, from_version: version, to_version: to } = input;
      const params = { session, version, to };
      const compared = await master.compare({ params }, asking);
      return {
        before: snapshotMessage(compared.from),
        after: snapshotMessage(compared.to),
        patch_json: JSON.stringify(compared.patch),
      };
    }),

    Restore: calls.unary(RestoreSchema, ({ session_id, version, expected }, asking) => {
      const params = { session: session_id, version };
      const body = expected === undefined ? {} : { expected };
      return committed(master.restore({ params, body }, asking));
    }),

    ListLost: calls.unary(Session, async ({ session_id }, asking) => {
      const lost = await master.lost({ params: { session: session_id } }, asking);
      return { patches: lost.map(lostMessage) };
    }),

    Rebase: calls.unary(RebaseSchema, ({ session_id, lost_id }, asking) =>
      committed(master.rebase({ params: { session: session_id, lost_id } }, asking)),
    ),

    Watch: calls.stream(WatchSchema, async ({ session_id, include_lost: lost }, asking) =>
      eventMessages(await master.watch({ session: session_id, lost }, asking)),
    ),
  };
};
