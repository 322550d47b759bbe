import { createHash } from 'node:crypto';

const known = new WeakMap<object, string>();

/** Eight characters that change with a stored value. Made once per value that the near cache holds. */
export const revisionOf = (value: object): string => {
  let revision = known.get(value);
  if (revision === undefined) {
    revision = createHash('sha1').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
    known.set(value, revision);
  }
  return revision;
};
