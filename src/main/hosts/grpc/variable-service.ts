import { z } from 'zod';
import {
  ConstraintsSchema,
  type Variable,
  type VariableEvent,
  type VariableType,
} from '#shared/contract/variables.ts';
import type { VariableSessions } from '../../state/variable-sessions.ts';
import type { Calls } from './calls.ts';
import { faultIn } from './status.ts';
import { JsonObjectSchema, ValueSchema, valueMessage } from './values.ts';

const TYPES = [
  'BOOLEAN',
  'STRING',
  'INTEGER',
  'FLOAT',
  'CHOICE',
  'JSON',
  'EMBEDDING',
  'TENSOR',
] as const;
const NAMES: Record<(typeof TYPES)[number], VariableType> = {
  BOOLEAN: 'boolean',
  STRING: 'string',
  INTEGER: 'integer',
  FLOAT: 'float',
  CHOICE: 'choice',
  JSON: 'json',
  EMBEDDING: 'embedding',
  TENSOR: 'tensor',
};

const Session = z.object({ session_id: z.string() });
const Named = Session.extend({ name: z.string() });
const SetSchema = Named.extend({ value: ValueSchema, metadata_json: JsonObjectSchema });
const RegisterSchema = SetSchema.extend({
  type: z.enum(TYPES),
  constraints_json: JsonObjectSchema.pipe(ConstraintsSchema),
  description: z.string(),
});
const GetBatchSchema = Session.extend({ names: z.array(z.string()) });
const UpdateBatchSchema = Session.extend({
  updates: z.record(z.string(), ValueSchema),
  atomic: z.boolean(),
  metadata_json: JsonObjectSchema,
});
const PartialSchema = z.object({
  code: z.literal('partial_failure'),
  failures: z.record(z.string(), z.string()),
  written: z.array(z.string()),
});

const variableMessage = ({
  type,
  value,
  constraints,
  metadata,
  ...rest
}: Variable): object => ({
  ...rest,
  type: type.toUpperCase(),
  value: valueMessage(type, value),
  constraints_json: JSON.stringify(constraints),
  metadata_json: JSON.stringify(metadata),
});

const eventMessage = (event: VariableEvent): object => {
  switch (event.kind) {
    case 'snapshot':
      return { snapshot: { variables: event.variables.map(variableMessage) } };
    case 'set':
      return { set: variableMessage(event.variable) };
    case 'deleted':
      return { deleted: event.name };
    case 'expired':
      return { expired: {} };
  }
};

async function* eventMessages(events: AsyncIterable<VariableEvent>): AsyncGenerator<object> {
  for await (const event of events) yield eventMessage(event);
}

/** `mcr.bridge.v1.VariableService`. Whoever calls makes the session one that other processes see, where there is Redis. */
export const variableService = (calls: Calls, sessions: VariableSessions) => {
  const { variables } = calls.bridge;
  /** Where it can't be moved it stays in this process, and everything works on. */
  const attach = async (session: string): Promise<{ session: string }> => {
    await sessions.attachRemote(session);
    return { session };
  };

  return {
    Register: calls.unary(RegisterSchema, async (input, asking) => {
      const { session_id, name, type, value, description } = input;
      const body = {
        name,
        type: NAMES[type],
        value,
        constraints: input.constraints_json,
        metadata: input.metadata_json,
        ...(description === '' ? {} : { description }),
      };
      const params = await attach(session_id);
      const made = await variables.register({ params, body }, asking);
      await attach(session_id);
      return variableMessage(made);
    }),

    Get: calls.unary(Named, async ({ session_id, name }, asking) => {
      const params = { ...(await attach(session_id)), name };
      return variableMessage(await variables.get({ params }, asking));
    }),

    Set: calls.unary(SetSchema, async (input, asking) => {
      const { session_id, name, value, metadata_json: metadata } = input;
      const params = { ...(await attach(session_id)), name };
      return variables.set({ params, body: { value, metadata } }, asking);
    }),

    List: calls.unary(Session, async ({ session_id }, asking) => {
      const all = await variables.list({ params: await attach(session_id) }, asking);
      return { variables: all.map(variableMessage) };
    }),

    Delete: calls.unary(Named, async ({ session_id, name }, asking) => {
      const params = { ...(await attach(session_id)), name };
      await variables.delete({ params }, asking);
      return {};
    }),

    GetBatch: calls.unary(GetBatchSchema, async ({ session_id, names }, asking) => {
      const params = await attach(session_id);
      const found = await variables.getMany({ params, body: { names } }, asking);
      return {
        variables: Object.fromEntries(
          Object.entries(found).map(([name, variable]) => [name, variableMessage(variable)]),
        ),
        missing: names.filter((name) => !Object.hasOwn(found, name)),
      };
    }),

    UpdateBatch: calls.unary(UpdateBatchSchema, async (input, asking) => {
      const { session_id, updates, atomic, metadata_json: metadata } = input;
      const params = await attach(session_id);
      try {
        const body = { updates, atomic, metadata };
        return { ...(await variables.batch({ params, body }, asking)), failures: {} };
      } catch (error) {
        const { success, data } = PartialSchema.safeParse(faultIn(error)?.details);
        if (!success) throw error;
        return { written: data.written, failures: data.failures };
      }
    }),

    EndSession: calls.unary(Session, async ({ session_id }, asking) => {
      await variables.end({ params: await attach(session_id) }, asking);
      return {};
    }),

    Watch: calls.stream(Session, async ({ session_id }, asking) => {
      const input = await attach(session_id);
      return eventMessages(await variables.watch(input, asking));
    }),
  };
};
