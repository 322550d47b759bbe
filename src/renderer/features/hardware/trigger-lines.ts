import { z } from 'zod';
import type { HardwareTrigger } from '#shared/contract/hardware-clients.ts';

/** What was typed, or what is wrong with it and what to type. */
export type Lines<T> = { ok: true; value: T } | { ok: false; problem: string };

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

/** The lines that say something, with their numbers. */
const linesOf = (text: string): { number: number; name: string; value: string | null }[] =>
  text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const sign = line.indexOf('=');
    return [
      {
        number: at + 1,
        name: (sign < 0 ? line : line.slice(0, sign)).trim(),
        value: sign < 0 ? null : line.slice(sign + 1).trim(),
      },
    ];
  });

/**
 * One field in a line: `buzzerId = red`, `level = 3`, `on = true`, `team = ["a", "b"]`. What is no JSON is a text; a
 * text that looks like JSON stands in quotes.
 */
export const readMatch = (text: string): Lines<Match> => {
  const match: Match = {};
  for (const { number, name, value } of linesOf(text)) {
    if (name === '' || value === null || value === '')
      return {
        ok: false,
        problem: `Line ${number}: write a field and its value, as in buzzerId = red.`,
      };
    const json = jsonOf(value)?.value;
    if (json === undefined) match[name] = value;
    else if (isScalar(json)) match[name] = json;
    else if (Array.isArray(json) && json.length > 0 && json.every(isScalar)) match[name] = json;
    else
      return {
        ok: false,
        problem: `Line ${number}: a field is compared with a text, a number, true, false, null, or a list of them.`,
      };
  }
  return { ok: true, value: match };
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
    .map(([name, value]) => `${name} = ${spelled(value)}`)
    .join('\n');

const NO_VALUE =
  'write a name and where its value comes from: player = player.name, or room = "studio" for one that is always the same.';

/**
 * One name in a line: `player = player.name` takes a field, `player = player.name or "nobody"` has something for when it
 * is missing, `room = "studio"` is always the same. What is fixed is JSON.
 */
export const readContext = (text: string): Lines<Context> => {
  const context: Context = {};
  for (const { number, name, value } of linesOf(text)) {
    if (name === '' || value === null || value === '')
      return { ok: false, problem: `Line ${number}: ${NO_VALUE}` };
    const json = jsonOf(value);
    if (json) {
      context[name] = json;
      continue;
    }
    const [, field = '', other] = /^(\S+)(?:\s+or\s+(.+))?$/.exec(value) ?? [];
    if (field === '' || /^["[{]/.test(field))
      return { ok: false, problem: `Line ${number}: ${NO_VALUE}` };
    if (other === undefined) {
      context[name] = { field };
      continue;
    }
    const fallback = jsonOf(other);
    if (!fallback)
      return {
        ok: false,
        problem: `Line ${number}: after “or” comes a text in "quotes", a number, true, false or null.`,
      };
    context[name] = { field, default: fallback.value };
  }
  return { ok: true, value: context };
};

export const writeContext = (context: Context): string =>
  Object.entries(context)
    .map(([name, from]) => {
      if (!('field' in from)) return `${name} = ${JSON.stringify(from.value)}`;
      const other = from.default === undefined ? '' : ` or ${JSON.stringify(from.default)}`;
      return `${name} = ${from.field}${other}`;
    })
    .join('\n');
