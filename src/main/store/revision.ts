import { createHash } from 'node:crypto';
import type { Entities, Kind } from './store.ts';

const known = new WeakMap<object, string>();

/** What the engine writes by itself while a value is edited: it is no other version of the value. */
const OBSERVED: { [K in Kind]?: string } = { device: 'last_seen' };

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** The order in which a writer happened to put the fields is no part of a value. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(byKey))
    : value;

/**
 * Eight characters (A-Z a-z 0-9 - _) that change with a stored value: two equal values have one revision, whoever
 * wrote them and in which order. It is made of the value as it is read, defaults filled in, without a device's
 * `last_seen`, and once per value that the near cache holds.
 */
export const revisionOf = <K extends Kind>(kind: K, value: Entities[K]): string => {
  let revision = known.get(value);
  if (revision === undefined) {
    const observed = OBSERVED[kind];
    const authored =
      observed === undefined
        ? value
        : Object.fromEntries(Object.entries(value).filter(([field]) => field !== observed));
    const text = JSON.stringify(authored, inOrder);
    revision = createHash('sha1').update(text).digest('base64url').slice(0, 8);
    known.set(value, revision);
  }
  return revision;
};
