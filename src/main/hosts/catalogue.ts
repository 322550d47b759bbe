import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { protocolProblems } from '#shared/domain/compiled-protocol.ts';
import { macroProblems } from '#shared/domain/macro-problems.ts';
import type { Entities, Kind, Store } from '../store/store.ts';
import type { Precondition } from '#shared/contract/precondition.ts';
import { etagOf } from '#shared/domain/entity-tag.ts';
import { revisionOf } from '../store/revision.ts';
import { corruptionFault, faultError, validationFault } from './faults.ts';
import type { FieldProblem } from './field-problems.ts';
import { intentProblems } from './intent-problems.ts';
import { expectedOf, expectedThere, orStale } from './preconditions.ts';

type Named = Exclude<Kind, 'config'>;

const MOST_NAMED = 50;

/** For RPC, which has no limit of its own: a megabyte as REST takes it, with its defaults filled in. */
const MOST_VALUE_BYTES = 1_100_000;

const NOT_FOUND: Record<Kind, Fault['error_type']> = {
  config: 'not_found',
  protocol: 'not_found',
  device: 'device_not_found',
  intent: 'intent_not_found',
  macro: 'not_found',
  macro_run: 'not_found',
  layout: 'not_found',
  session: 'not_found',
  venue: 'not_found',
  hardware: 'not_found',
  pack: 'not_found',
};

export const notFound = (kind: Kind, name: string): Fault => ({
  error_type: NOT_FOUND[kind],
  message: `There is no ${kind} named ${name}.`,
  details: { kind, name, hint: `Check the name; the list of ${kind}s shows what there is.` },
});

/** The stored value, or null. @throws a `state_corruption` that shows the key and its raw text */
export const readStored = async <K extends Kind>(
  store: Store,
  kind: K,
  name: string,
): Promise<Entities[K] | null> => {
  const lookup = await store.read(kind, name);
  if (lookup.found === 'present') return lookup.value;
  if (lookup.found === 'absent') return null;
  throw faultError(corruptionFault(lookup.corruption));
};

/** What could never work or must never run, while its author still looks at it. */
const problemsOf = (kind: Named, body: unknown): FieldProblem[] => {
  if (kind === 'protocol') return protocolProblems(ProtocolSchema.parse(body));
  return kind === 'intent' ? intentProblems(IntentSchema.parse(body)) : [];
};

/** What a macro runs may run it in turn: it is judged together with the others as they stand. */
const macroProblemsIn = async (store: Store, body: unknown): Promise<FieldProblem[]> => {
  const macro = MacroSchema.parse(body);
  const config = await store.read('config', 'bridge');
  const { macro_max_steps: maxSteps } =
    config.found === 'present' ? config.value : BridgeConfigSchema.parse({});
  const others = new Map((await store.list('macro')).map((other) => [other.macro_id, other]));
  return macroProblems(macro, { maxSteps, macro: (id) => others.get(id) ?? null });
};

const refuseUnsound = async (store: Store, kind: Named, body: unknown): Promise<void> => {
  const found = kind === 'macro' ? await macroProblemsIn(store, body) : problemsOf(kind, body);
  const problems = found.slice(0, MOST_NAMED);
  if (problems.length > 0) throw faultError(validationFault(problems));
};

const refuseOversized = (body: object): void => {
  const bytes = Buffer.byteLength(JSON.stringify(body));
  if (bytes <= MOST_VALUE_BYTES) return;
  const message = `This takes ${bytes} bytes; ${MOST_VALUE_BYTES} is the most. Shorten it.`;
  throw faultError(validationFault([{ field: 'body', message }]));
};

/** Where the headers of a REST answer are gathered; RPC has none. */
export interface Answering {
  resHeaders?: Headers | undefined;
}

/** The value, with its revision as the answer's ETag. */
export const tagged = <K extends Kind>(
  kind: K,
  value: Entities[K],
  context: Answering | undefined,
): Entities[K] => {
  context?.resHeaders?.set('etag', etagOf(revisionOf(kind, value)));
  return value;
};

/** Writes one value under the precondition that came with it. */
export const putStored = async <K extends Kind>(
  store: Store,
  kind: K,
  name: string,
  { body, headers }: { body: Entities[K]; headers?: Precondition | undefined },
): Promise<Entities[K]> => {
  refuseOversized(body);
  return orStale(body, store.put(kind, name, body, expectedOf(headers)));
};

interface NameCall {
  input: { params: { name: string } };
  context?: Answering | undefined;
}

/**
 * list, get, put and delete of one kind; `field` is where its values carry their own name, `by` the store as the caller
 * writes it.
 */
export const catalogueOf = <K extends Named, C extends Answering>(
  store: Store,
  kind: K,
  field: keyof Entities[K] & string,
  by: (context: C) => Store,
) => ({
  list: (): Promise<Entities[K][]> => store.list(kind),

  get: async ({ input, context }: NameCall): Promise<Entities[K]> => {
    const { name } = input.params;
    const value = await readStored(store, kind, name);
    if (value === null) throw faultError(notFound(kind, name));
    return tagged(kind, value, context);
  },

  put: async ({
    input,
    context,
  }: {
    input: {
      params: { name: string };
      headers?: Precondition | undefined;
      body: Entities[K];
    };
    context: C;
  }): Promise<Entities[K]> => {
    const { name } = input.params;
    if (input.body[field] !== name)
      throw faultError(
        validationFault([{ field, message: `Give ${name}, as in the address.` }]),
      );
    await refuseUnsound(store, kind, input.body);
    return tagged(kind, await putStored(by(context), kind, name, input), context);
  },

  delete: async ({
    input,
    context,
  }: {
    input: { params: { name: string }; headers?: Precondition | undefined };
    context: C;
  }): Promise<{ deleted: boolean }> => {
    const { name } = input.params;
    const expected = expectedThere(input.headers);
    const deleted = await orStale(null, by(context).remove(kind, name, expected));
    if (!deleted) throw faultError(notFound(kind, name));
    return { deleted };
  },
});
