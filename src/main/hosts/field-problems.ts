import type { ValidationError } from '@orpc/contract';
import { z } from 'zod';

type Issue = ValidationError['issues'][number];

/** One field of a request that has to be corrected, and what to type there. */
export interface FieldProblem {
  /** As in `actions[0].delay_ms`. */
  field: string;
  message: string;
}

const MOST_NAMED = 50;

const WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const SIZED: Record<string, string> = { string: 'characters', array: 'items' };

const IssueDetailSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid_type'), expected: z.string() }),
  z.object({ code: z.literal('invalid_value'), values: z.array(z.unknown()) }),
  z.object({ code: z.literal('too_small'), origin: z.string(), minimum: z.number() }),
  z.object({ code: z.literal('too_big'), origin: z.string(), maximum: z.number() }),
]);

const bound = (origin: string, limit: number, word: 'least' | 'most'): string => {
  const unit = SIZED[origin];
  if (unit) return `Give at ${word} ${limit} ${unit}.`;
  return `Use ${limit} or ${word === 'least' ? 'more' : 'less'}.`;
};

/** A schema's own sentence stands; a library's is replaced by what to type. */
const whatToType = (issue: Issue): string => {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  const { data: detail } = IssueDetailSchema.safeParse(issue);
  switch (detail?.code) {
    case 'invalid_type': {
      const what = `Give ${WORDS[detail.expected] ?? detail.expected}.`;
      return issue.message.endsWith('received undefined') ? `Missing. ${what}` : what;
    }
    case 'invalid_value':
      return `Use one of: ${detail.values.map(String).join(', ')}.`;
    case 'too_small':
      return bound(detail.origin, detail.minimum, 'least');
    case 'too_big':
      return bound(detail.origin, detail.maximum, 'most');
    case undefined:
      return issue.message;
  }
};

/** Where a request's structure wraps the fields, the wrapper is not part of a field's name. */
const WRAPPERS = new Set(['params', 'headers', 'body', 'query']);

const fieldName = (issue: Issue, wrapped: boolean): string => {
  const keys = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  if (wrapped && keys.length > 1 && WRAPPERS.has(String(keys[0]))) keys.shift();
  const name = keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path ? `${path}.${String(key)}` : String(key);
  }, '');
  return name || 'body';
};

/** Names each field that a schema refused. `wrapped` where the input is `{ params, body }`. */
export const fieldProblems = (issues: readonly Issue[], wrapped: boolean): FieldProblem[] =>
  issues.slice(0, MOST_NAMED).map((issue) => ({
    field: fieldName(issue, wrapped),
    message: whatToType(issue),
  }));
