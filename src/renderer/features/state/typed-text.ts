import { isJsonObject, jsonProblem } from '#shared/domain/json-values.ts';

/** How a value is typed. */
export const VALUE_KINDS = ['text', 'number', 'yes_no', 'null', 'json'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

export const KIND_WORDS: Record<ValueKind, string> = {
  text: 'Text',
  number: 'Number',
  yes_no: 'True or false',
  null: 'Null',
  json: 'JSON',
};

export const kindOf = (value: unknown): ValueKind => {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'yes_no' : 'json';
};

/** What stands in the field when the editing of a value begins. */
export const typedText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const isDeep = Array.isArray(value) || isJsonObject(value);
  return JSON.stringify(value, null, isDeep ? 2 : undefined) ?? '';
};

export type Typed = { ok: true; value: unknown } | { ok: false; message: string };

const refused = (message: string): Typed => ({ ok: false, message });

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const numberIn = (text: string): Typed => {
  const trimmed = text.trim();
  if (!JSON_NUMBER.test(trimmed))
    return refused(
      `${trimmed === '' ? 'Nothing' : `“${trimmed}”`} is no number. Type one such as 14 or -8.5.`,
    );
  const value = Number(trimmed);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return refused(`${trimmed} is beyond 2^53: it would be rounded. Keep it as text.`);
  return { ok: true, value };
};

/** The JSON in a text, or where it breaks. */
export const jsonIn = (text: string): Typed => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return refused(`This is no JSON: ${why || 'it ends too early'}.`);
  }
  const problem = jsonProblem(value);
  return problem === null ? { ok: true, value } : refused(`This can't be kept: ${problem}.`);
};

/** The value that was typed, or what to type instead. */
export const typedValue = (kind: ValueKind, text: string): Typed => {
  switch (kind) {
    case 'text':
      return { ok: true, value: text };
    case 'number':
      return numberIn(text);
    case 'yes_no':
      return { ok: true, value: text === 'true' };
    case 'null':
      return { ok: true, value: null };
    case 'json':
      return jsonIn(text);
  }
};
