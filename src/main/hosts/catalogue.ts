import type { Fault } from '#shared/contract/errors.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { protocolProblems } from '#shared/domain/compiled-protocol.ts';
import type { Entities, Kind, Store } from '../store/store.ts';
import { faultError, validationFault } from './faults.ts';

type Named = Exclude<Kind, 'config'>;

const NOT_FOUND: Record<Kind, Fault['error_type']> = {
  config: 'not_found',
  protocol: 'not_found',
  device: 'device_not_found',
  intent: 'intent_not_found',
  macro: 'not_found',
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

/** A protocol that its own variables contradict is refused while its author still looks at it. */
const refuseUnsound = (body: unknown): void => {
  const problems = protocolProblems(ProtocolSchema.parse(body));
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
    if (kind === 'protocol') refuseUnsound(input.body);
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
