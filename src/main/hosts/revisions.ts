import type { VersionedKind } from '#shared/contract/mirror.ts';
import type { Precondition } from '#shared/contract/precondition.ts';
import {
  REVISED_AREAS,
  type JsonObject,
  type Restored,
  type RevisedArea,
  type Revision,
  type RevisionDiff,
  type RevisionValues,
} from '#shared/contract/revisions.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { fieldDifferences } from '#shared/domain/field-conflicts.ts';
import { authoredPart, revisionOf } from '../store/revision.ts';
import type { StoredRevision } from '../store/revisions/revision-log.ts';
import { entitySchemas, nameFields } from '../store/schemas.ts';
import type { Entities, Store } from '../store/store.ts';
import { readStored } from './catalogue.ts';
import { faultError, validationFault } from './faults.ts';
import { fieldProblems } from './field-problems.ts';

const PAGE = 30;

/** Writes one value as any caller may. */
export type Puts<C> = {
  [K in VersionedKind]: (call: {
    input: {
      params: { name: string };
      headers?: Precondition | undefined;
      body: Entities[K];
    };
    context: C;
  }) => Promise<Entities[K]>;
};

interface Address {
  area?: RevisedArea;
  name?: string;
}
type OneAddress = Address & { id: string };

/** @throws a `validation_error` where the name is none */
const placeOf = ({ area = 'config', name = 'bridge' }: Address = {}) => {
  const kind = REVISED_AREAS[area];
  const parsed = kind === 'hardware' ? null : NameSchema.safeParse(name);
  if (parsed?.success === false)
    throw faultError(
      validationFault(parsed.error.issues.map(({ message }) => ({ field: 'name', message }))),
    );
  return { kind, name };
};

const withChanged = (stored: StoredRevision): RevisionValues => {
  const { was, value } = stored;
  const differences = was && value ? fieldDifferences(was, value) : [];
  return { ...stored, changed: differences.map(({ path }) => path) };
};

const listed = (stored: StoredRevision): Revision => {
  const { was: _, value: _value, ...rest } = withChanged(stored);
  return rest;
};

/** A value as it stands under its present name: it may have had another one then. */
const asNamed = (kind: VersionedKind, name: string, value: JsonObject): JsonObject => {
  const { renamed_from: _, ...rest } = value;
  const field = nameFields[kind];
  return field === null ? rest : { ...rest, [field]: name };
};

/** The list of revisions, their values, what differs, and the way back. */
export const revisionsOf = <C>(store: Store, puts: Puts<C>) => {
  const one = async (params: OneAddress): Promise<StoredRevision> => {
    const { kind, name } = placeOf(params);
    const found = await store.revisions.get(kind, name, params.id);
    if (found) return found;
    throw faultError({
      error_type: 'not_found',
      message: `The ${kind} ${name} has no revision ${params.id}.`,
      details: { hint: 'The oldest are forgotten; the list shows those that are kept.' },
    });
  };

  const standing = async (
    kind: VersionedKind,
    name: string,
  ): Promise<{ revision: string | null; value: JsonObject | null }> => {
    const value = await readStored<VersionedKind>(store, kind, name);
    return {
      revision: value && revisionOf(kind, value),
      value: value && authoredPart(kind, value),
    };
  };

  const put = async <K extends VersionedKind>(
    kind: K,
    write: Puts<C>[K],
    name: string,
    value: JsonObject,
    headers: Precondition | undefined,
    context: C,
  ): Promise<Restored> => {
    const parsed = entitySchemas[kind].safeParse(value);
    if (!parsed.success)
      throw faultError(validationFault(fieldProblems(parsed.error.issues, false)));
    const input = { params: { name }, headers, body: parsed.data };
    const written = await write({ input, context });
    return { revision: revisionOf(kind, written), value: { ...written } };
  };

  return {
    list: async ({
      input,
    }: {
      input: {
        params?: Address | undefined;
        query?: { limit?: number | undefined; before?: string | undefined } | undefined;
      };
    }): Promise<Revision[]> => {
      const { kind, name } = placeOf(input.params);
      const { limit = PAGE, before } = input.query ?? {};
      return (await store.revisions.list(kind, name, { limit, before })).map(listed);
    },

    get: async ({ input }: { input: { params: OneAddress } }): Promise<RevisionValues> =>
      withChanged(await one(input.params)),

    diff: async ({
      input,
    }: {
      input: { params: OneAddress; query?: { to?: string | undefined } | undefined };
    }): Promise<RevisionDiff> => {
      const from = await one(input.params);
      const { kind, name } = placeOf(input.params);
      const other = input.query?.to ?? 'now';
      const to =
        other === 'now'
          ? await standing(kind, name)
          : await one({ ...input.params, id: other }).then(({ after, value }) => ({
              revision: after,
              value,
            }));
      return {
        from: from.after,
        to: to.revision,
        changes: fieldDifferences(from.value ?? {}, to.value ?? {}),
      };
    },

    restore: async ({
      input,
      context,
    }: {
      input: { params: OneAddress; headers?: Precondition | undefined };
      context: C;
    }): Promise<Restored> => {
      const { kind, name } = placeOf(input.params);
      const { value, was } = await one(input.params);
      const wanted = value ?? was;
      if (wanted)
        return put(kind, puts[kind], name, asNamed(kind, name, wanted), input.headers, context);
      throw faultError({
        error_type: 'not_found',
        message: `What was deleted then is not kept any more.`,
        details: { hint: 'Restore another revision.' },
      });
    },
  };
};
