import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { protocolProblems } from '#shared/domain/compiled-protocol.ts';
import { macroProblems } from '#shared/domain/macro-problems.ts';
import type { Entities, Kind, Store } from '../store/store.ts';
import { faultError, validationFault } from './faults.ts';
import type { FieldProblem } from './field-problems.ts';
import { intentProblems } from './intent-problems.ts';

type Named = Exclude<Kind, 'config'>;

const MOST_NAMED = 50;

const NOT_FOUND: Record<Kind, Fault['error_type']> = {
  config: 'not_found',
  protocol: 'not_found',
  device: 'device_not_found',
  intent: 'intent_not_found',
  macro: 'not_found',
  macro_run: 'not_found',
  layout: 'not_found',
  session: 'not_found',
};

const notFound = (kind: Kind, name: string): Fault => ({
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
  const { key, problem, raw } = lookup.corruption;
  throw faultError({
    error_type: 'state_corruption',
    message: `${key} can't be read: ${problem}`,
    details: { key, problem, raw, hint: 'Replace it, or mend its text under corruptions.' },
  });
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

/** list, get, put and delete of one kind; `field` is where its values carry their own name. */
export const catalogueOf = <K extends Named>(
  store: Store,
  kind: K,
  field: keyof Entities[K] & string,
) => ({
  list: (): Promise<Entities[K][]> => store.list(kind),

  get: async ({ input }: { input: { params: { name: string } } }): Promise<Entities[K]> => {
    const { name } = input.params;
    const value = await readStored(store, kind, name);
    if (value === null) throw faultError(notFound(kind, name));
    return value;
  },

  put: async ({
    input,
  }: {
    input: { params: { name: string }; body: Entities[K] };
  }): Promise<Entities[K]> => {
    const { name } = input.params;
    if (input.body[field] !== name)
      throw faultError(
        validationFault([{ field, message: `Give ${name}, as in the address.` }]),
      );
    await refuseUnsound(store, kind, input.body);
    return store.put(kind, name, input.body);
  },

  delete: async ({
    input,
  }: {
    input: { params: { name: string } };
  }): Promise<{ deleted: boolean }> => {
    const { name } = input.params;
    const deleted = await store.remove(kind, name);
    if (!deleted) throw faultError(notFound(kind, name));
    return { deleted };
  },
});
