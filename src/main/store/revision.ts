import { createHash } from 'node:crypto';
import type { Entities, Kind } from './store.ts';

const known = new WeakMap<object, string>();

/** What the engine writes by itself while a value is edited: it is no other version of the value. */
const OBSERVED: { [K in Kind]?: string } = { device: 'last_seen' };

/**
 * The value with its fields in order: the one in which a writer happened to put them is no part of it. A copy, because a
 * replacer for `JSON.stringify` takes about twice as long.
 */
const inOrder = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const fields: Record<string, unknown> = { ...value };
  const ordered: Record<string, unknown> = {};
  for (const field of Object.keys(fields).sort()) ordered[field] = inOrder(fields[field]);
  return ordered;
};

/** What people made of a value: all of it, without what the engine writes by itself. */
export const authoredPart = <K extends Kind>(
  kind: K,
  value: Entities[K],
): Record<string, unknown> => {
  const observed = OBSERVED[kind];
  const fields = Object.entries(value);
  return Object.fromEntries(
    observed === undefined ? fields : fields.filter(([field]) => field !== observed),
  );
};

/**
 * Eight characters (A-Z a-z 0-9 - _) that change with a stored value: two equal values have one revision, whoever
 * wrote them and in which order. It is made of the value as it is read, defaults filled in, without a device's
 * `last_seen`, and once per value that the near cache holds.
 */
export const revisionOf = <K extends Kind>(kind: K, value: Entities[K]): string => {
  let revision = known.get(value);
  if (revision === undefined) {
    const authored = OBSERVED[kind] === undefined ? value : authoredPart(kind, value);
    revision = createHash('sha1')
      .update(JSON.stringify(inOrder(authored)))
      .digest('base64url')
      .slice(0, 8);
    known.set(value, revision);
  }
  return revision;
};
