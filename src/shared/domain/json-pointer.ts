import { isJsonObject } from './json-values.ts';

/** Where a pointer leads. `exists` is false where its last key can be added there. */
export interface Place {
  parent: Record<string, unknown> | unknown[];
  exists: boolean;
  value: unknown;
}

export const escapeKey = (key: string): string =>
  key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The keys of a JSON pointer (RFC 6901); null where it is none. */
export const keysOf = (pointer: string): string[] | null => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

const inList = (list: unknown[], key: string): Place | null => {
  if (key === '-') return { parent: list, exists: false, value: undefined };
  if (!INDEX.test(key) || Number(key) > list.length) return null;
  const exists = Number(key) < list.length;
  return { parent: list, exists, value: list[Number(key)] };
};

/** Null where the way ends before the last key, or a list has no such place. Own properties only. */
export const locate = (value: object, keys: readonly string[]): Place | null => {
  let at: unknown = value;
  let place: Place | null = null;
  for (const key of keys) {
    if (place !== null && !place.exists) return null;
    if (Array.isArray(at)) place = inList(at, key);
    else if (isJsonObject(at)) {
      const exists = Object.hasOwn(at, key);
      place = { parent: at, exists, value: exists ? at[key] : undefined };
    } else return null;
    if (place === null) return null;
    at = place.value;
  }
  return place;
};
