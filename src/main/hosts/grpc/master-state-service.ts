import { z } from 'zod';
import {
  LostPatchSchema,
  PatchSchema,
  StateSnapshotSchema,
  type StateEvent,
  type StateSnapshot,
} from '#shared/contract/master-state.ts';
import type { Calls } from './calls.ts';
import { faultIn } from './status.ts';
import { JsonObjectSchema, JsonSchema } from './values.ts';

const MODES = { RFC6902: 'rfc6902', FLAT: 'flat' } as const;

const Session = z.object({ session_id: z.string() });
const InitializeSchema = Session.extend({ data_json: JsonObjectSchema });
const CommitSchema = Session.extend({
  version: z.string().transform(Number),
  patch_json: JsonSchema.pipe(PatchSchema),
  mode: z.enum(['RFC6902', 'FLAT']),
});
const ConflictSchema = z.object({
  current: StateSnapshotSchema.optional(),
  yours: LostPatchSchema.optional(),
});

const snapshotMessage = ({ version, data }: StateSnapshot): object => ({
  version,
  data_json: JSON.stringify(data),
});

const eventMessage = (event: StateEvent): object => {
  if (event.kind === 'snapshot') return { snapshot: snapshotMessage(event.snapshot) };
  const { version, base, at, origin, kind, patch } = event.commit;
  return { commit: { version, base, at, origin, kind, patch_json: JSON.stringify(patch) } };
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

    Watch: calls.stream(Session, async ({ session_id }, asking) =>
      eventMessages(await master.watch({ session: session_id }, asking)),
    ),
  };
};
