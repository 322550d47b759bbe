import {
  PatchSchema,
  type PatchOperation,
  type StateData,
} from '#shared/contract/master-state.ts';
import { isJsonObject } from '#shared/domain/json-values.ts';
// Brings the types of JSON.rawJSON and of a reviver's third argument.
import '../../store/lossless-json.ts';

/**
 * A state as it is worked on. Numbers that JavaScript would write otherwise (1.0, 10^20, beyond 2^53) stand in `data`
 * as marked texts, so that what is not touched is written as it was read.
 */
export interface DecodedState {
  version: number;
  data: StateData;
  /** Fields beside `version` and `data` that another writer keeps there. */
  rest: StateData;
}

export class StateTextProblem extends Error {
  override readonly name = 'StateTextProblem';
}

const NUMBER = '\0#';
const TEXT = '\0s';
/** What makes a number that JavaScript would not write as it stands; a text that looks like one costs time only. */
const UNUSUAL = /\d{16}|\.\d*0(?!\d)|\d[eE]|-0(?![.\d])|0\.000000|\\u0000/;

const mark = (key: string, value: unknown, { source }: { source?: string }): unknown => {
  if (key.startsWith('\0')) throw new StateTextProblem('a key begins with a NUL character');
  if (typeof value === 'number' && source !== undefined && String(value) !== source)
    return NUMBER + source;
  return typeof value === 'string' && value.startsWith('\0') ? TEXT + value : value;
};

const parsed = (text: string): unknown => {
  try {
    return UNUSUAL.test(text) ? JSON.parse(text, mark) : JSON.parse(text);
  } catch (error) {
    if (error instanceof StateTextProblem) throw error;
    throw new StateTextProblem(`not JSON: ${error instanceof Error ? error.message : ''}`);
  }
};

const isVersion = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Reads the text of a state; an empty one is a session that was never written. @throws StateTextProblem */
export const decodeState = (text: string): DecodedState => {
  if (text === '') return { version: 0, data: {}, rest: {} };
  const state = parsed(text);
  if (!isJsonObject(state)) throw new StateTextProblem('it is no object');
  const { version, data, ...rest } = state;
  if (!isVersion(version))
    throw new StateTextProblem('version: is no whole number from 0 upwards');
  if (!isJsonObject(data)) throw new StateTextProblem('data: is no object');
  return { version, data, rest };
};

/** Reads a list of operations as `encodeJson` wrote it. @throws StateTextProblem */
export const decodeJson = (text: string): unknown => parsed(text);

const BEYOND_ASCII = /[^ -~]/;
/** Whether a text holds what is written otherwise; nearly none does. Plain searches: one pattern for all costs the most. */
const isSpecial = (text: string): boolean =>
  text.includes('\\u0000') ||
  text.includes('e-') ||
  text.includes('0.0000') ||
  BEYOND_ASCII.test(text);
const SMALL = /[:[,]-?(?:\d(?:\.\d+)?e-|0\.0000)/;

/** As Python's `repr` has it: below a ten-thousandth in exponents of two digits. */
const smallNumber = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'number' || value === 0 || Math.abs(value) >= 1e-4) return value;
  return NUMBER + value.toExponential().replace(/e-(\d)$/, 'e-0$1');
};

const unmark = (text: string): string =>
  text.replaceAll(
    /(?<!\\)"\\u0000(?:#([^"\\]*)"|s)/g,
    (_all, number: string | undefined) => number ?? '"',
  );

const escaped = (text: string): string =>
  // As Python's `json.dumps` writes it: nothing but printable ASCII.
  BEYOND_ASCII.test(text)
    ? text.replaceAll(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : text;

/** JSON with compact separators, byte for byte as Python's `json.dumps` gives it. */
export const encodeJson = (value: unknown): string => {
  const plain = JSON.stringify(value);
  if (!isSpecial(plain)) return plain;
  const text = SMALL.test(plain) ? JSON.stringify(value, smallNumber) : plain;
  return escaped(text.includes('\\u0000') ? unmark(text) : text);
};

const dataTexts = new WeakMap<object, string>();

/** The text of the data alone, made once. */
export const dataText = (data: StateData): string => {
  let text = dataTexts.get(data);
  if (text === undefined) {
    text = encodeJson(data);
    dataTexts.set(data, text);
  }
  return text;
};

export const encodeState = ({ version, data, rest }: DecodedState): string => {
  const others = encodeJson(rest).slice(1, -1);
  return `{"version":${version},"data":${dataText(data)}${others && `,${others}`}}`;
};

/** Without marks: as everybody else sees it. What holds no mark is given back as it is. */
export const plainOf = (value: unknown): unknown => {
  if (typeof value === 'string') {
    if (!value.startsWith('\0')) return value;
    return value.startsWith(NUMBER)
      ? Number(value.slice(NUMBER.length))
      : value.slice(TEXT.length);
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    const plain = plainOf(item);
    changed ||= plain !== item;
    return [key, plain] as const;
  });
  if (!changed) return value;
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
};

export const plainData = (data: StateData): StateData => {
  const plain = plainOf(data);
  return isJsonObject(plain) ? plain : {};
};

/** Operations from outside, with texts that would look like marks told apart from them. @throws StateTextProblem */
export const markedPatch = (patch: readonly PatchOperation[]): readonly PatchOperation[] => {
  const text = JSON.stringify(patch);
  if (!text.includes('\\u0000')) return patch;
  return PatchSchema.parse(JSON.parse(text, (key, value: unknown) => mark(key, value, {})));
};
