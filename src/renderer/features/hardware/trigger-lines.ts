import { z } from 'zod';
import type { HardwareTrigger } from '#shared/contract/hardware-clients.ts';
import { namedLines, twice, unquoted, writtenName, type Lines } from './named-lines.ts';

type Match = HardwareTrigger['match'];
type Context = HardwareTrigger['context'];
type Json = Extract<Context[string], { value: unknown }>['value'];

const jsonOf = (text: string): { value: Json } | null => {
  try {
    return { value: z.json().parse(JSON.parse(text)) };
  } catch {
    return null;
  }
};

const isScalar = (value: Json): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

/**
 * One field in a line: `buzzerId = red`, `level = 3`, `on = true`, `team = ["a", "b"]`. What is no JSON is a text; a
 * text that looks like JSON stands in quotes.
 */
export const readMatch = (text: string): Lines<Match> => {
  const match = new Map<string, Match[string]>();
  for (const line of namedLines(text)) {
    const { number, name, value } = line;
    if (match.has(name)) return { ok: false, problem: twice(line) };
    if (name === '' || value === null || value === '')
      return {
        ok: false,
        problem: `Line ${number}: write a field and its value, as in buzzerId = red.`,
      };
    const json = jsonOf(value)?.value;
    if (json === undefined) match.set(name, value);
    else if (isScalar(json)) match.set(name, json);
    else if (Array.isArray(json) && json.length > 0 && json.every(isScalar))
      match.set(name, json);
    else
      return {
        ok: false,
        problem: `Line ${number}: a field is compared with a text, a number, true, false, null, or a list of them.`,
      };
  }
  return { ok: true, value: Object.fromEntries(match) };
};

const spelled = (value: unknown): string =>
  typeof value === 'string' &&
  value !== '' &&
  value.trim() === value &&
  !value.includes('\n') &&
  jsonOf(value) === null
    ? value
    : JSON.stringify(value);

export const writeMatch = (match: Match): string =>
  Object.entries(match)
    .map(([name, value]) => `${writtenName(name)} = ${spelled(value)}`)
    .join('\n');

const NO_VALUE =
  'write a name and where its value comes from: player = player.name, or room = "studio" for one that is always the same.';

/** A field that would read as something else stands in quotes. */
const FIELD = /^(?:field\s+("(?:[^"\\]|\\.)*")|([^\s"[{]\S*))(?:\s+or\s+(.+))?$/;

/**
 * One name in a line: `player = player.name` takes a field, `player = player.name or "nobody"` has something for when it
 * is missing, `room = "studio"` is always the same. What is fixed is JSON. A field with an odd name: `n = field "my no."`.
 */
export const readContext = (text: string): Lines<Context> => {
  const context = new Map<string, Context[string]>();
  for (const line of namedLines(text)) {
    const { number, name, value } = line;
    if (context.has(name)) return { ok: false, problem: twice(line) };
    if (name === '' || value === null || value === '')
      return { ok: false, problem: `Line ${number}: ${NO_VALUE}` };
    const json = jsonOf(value);
    if (json) {
      context.set(name, json);
      continue;
    }
    const [, quoted, plain, other] = FIELD.exec(value) ?? [];
    const field = quoted === undefined ? plain : unquoted(quoted);
    if (field === undefined || field === null || field === '')
      return { ok: false, problem: `Line ${number}: ${NO_VALUE}` };
    if (other === undefined) {
      context.set(name, { field });
      continue;
    }
    const fallback = jsonOf(other);
    if (!fallback)
      return {
        ok: false,
        problem: `Line ${number}: after “or” comes a text in "quotes", a number, true, false or null.`,
      };
    context.set(name, { field, default: fallback.value });
  }
  return { ok: true, value: Object.fromEntries(context) };
};

const spelledField = (field: string): string =>
  jsonOf(field) === null && /^[^\s"[{]\S*$/.test(field)
    ? field
    : `field ${JSON.stringify(field)}`;

export const writeContext = (context: Context): string =>
  Object.entries(context)
    .map(([name, from]) => {
      const to = writtenName(name);
      if (!('field' in from)) return `${to} = ${JSON.stringify(from.value)}`;
      const other = from.default === undefined ? '' : ` or ${JSON.stringify(from.default)}`;
      return `${to} = ${spelledField(from.field)}${other}`;
    })
    .join('\n');
