import { isJsonObject } from '#shared/domain/json-values.ts';

const MOST_TEXT = 160;
const MOST_PEEK = 60;

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** `22 items`, `11 keys`. */
export const sizeWords = (value: object): string =>
  Array.isArray(value)
    ? counted(value.length, 'item', 'items')
    : counted(Object.keys(value).length, 'key', 'keys');

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

const textOf = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** A value in one short line: as JSON where that fits, else how much of it there is. */
export const shortValue = (value: unknown): string => {
  if (typeof value === 'string') return textOf(cut(value, MOST_TEXT));
  if (isPlain(value)) return textOf(value);
  if (Array.isArray(value)) {
    if (value.length <= 8 && value.every(isPlain)) return cut(textOf(value), MOST_PEEK);
    return sizeWords(value);
  }
  if (!isJsonObject(value)) return textOf(value);
  const [first, ...others] = Object.entries(value);
  if (first === undefined) return '{}';
  const [key, inner] = first;
  if (!isPlain(inner)) return sizeWords(value);
  const peek = `"${cut(key, 30)}": ${cut(textOf(inner), 30)}`;
  return others.length === 0 ? `{ ${peek} }` : `{ ${peek} … }`;
};

/** All of a value, to be read; a text as it is. */
export const wholeValue = (value: unknown): string => {
  if (value === undefined) return '(not there)';
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
};

/** Where a member is, as a person writes it: `show.scene`, `rundown[14].slug`. */
export const placeWords = (keys: readonly string[], data: unknown): string => {
  let words = '';
  let at = data;
  for (const key of keys) {
    const inList = Array.isArray(at);
    words += inList ? `[${key}]` : words === '' ? key : `.${key}`;
    at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  }
  return words === '' ? 'the whole state' : words;
};
