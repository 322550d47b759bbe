import sift from 'sift';
import type { Conditions } from '../contract/policy.ts';
import { conditionProblems, isQuery } from './conditions-problems.ts';

export { conditionProblems, type ConditionProblem } from './conditions-problems.ts';

/** What a query can ask about. Plain JSON; null where there is none. */
export interface Facts {
  context: object;
  variables: object;
  device: object | null;
  button: object | null;
}

const bar = (_operand: unknown, _query: unknown, _options: unknown, name: string): never => {
  throw new Error(`${name} is not an operator here.`);
};

// `conditionProblems` allows what is listed there; that the library's own can run code ($where) or never end ($regex)
// is barred here once more. Its default export is the one way in that Node and a bundler both see.
const operations = { $where: bar, $regex: bar, $options: bar, $Size: bar };

const FACT = /^(context|variables|device|button)(\.|$)/;
const MOST_SHOWN = 80;

interface Clause {
  name: string;
  holds(facts: Facts): boolean;
  words(facts: Facts): string;
}

const compiled = new WeakMap<Conditions, Clause[]>();

/** Plain names are fields of the context, within logical operators too. */
const addressed = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => {
      if (Array.isArray(value) && key.startsWith('$'))
        return [key, value.map((part) => (isQuery(part) ? addressed(part) : part))];
      if (key === '$not' && isQuery(value)) return [key, addressed(value)];
      return [key.startsWith('$') || FACT.test(key) ? key : `context.${key}`, value];
    }),
  );

const shown = (value: unknown): string => {
  if (value === undefined) return 'not given';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
};

const factAt = (facts: Facts, path: string): unknown => {
  let value: unknown = facts;
  for (const part of path.split('.')) {
    // A list's items are judged each: the list itself is what can be shown.
    if (Array.isArray(value) && !(part in value)) return value;
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(part);
  }
  return value;
};

const need = (wanted: unknown): string => {
  const entries = isQuery(wanted) ? Object.entries(wanted) : [];
  if (!entries.some(([key]) => key.startsWith('$'))) return shown(wanted);
  return entries.map(([operator, operand]) => `${operator} ${shown(operand)}`).join(' and ');
};

const clauseOf = (key: string, wanted: unknown): Clause => {
  const holds = sift<unknown>({ [key]: wanted }, { operations });
  const words = (facts: Facts): string =>
    key.startsWith('$')
      ? `${key} ${shown(wanted)} does not hold`
      : `${key} is ${shown(factAt(facts, key))}, needs ${need(wanted)}`;
  return { name: key, holds, words };
};

const never = (field: string, message: string): Clause => ({
  name: field,
  holds: () => false,
  words: () => `${field} can't be judged: ${message}`,
});

const compile = (conditions: Conditions): Clause[] => {
  const [problem] = conditionProblems(conditions);
  if (problem) return [never(problem.field, problem.message)];
  try {
    return Object.entries(addressed(conditions)).map(([key, value]) => clauseOf(key, value));
  } catch (error) {
    return [never('conditions', error instanceof Error ? error.message : String(error))];
  }
};

/**
 * Null where the query is met; else its first clause that does not hold, in words. A query that another writer
 * stored and that `conditionProblems` would refuse is never met. Compiled once per object; does not throw.
 */
export const unmetClause = (conditions: Conditions, facts: Facts): string | null => {
  let clauses = compiled.get(conditions);
  if (!clauses) {
    clauses = compile(conditions);
    compiled.set(conditions, clauses);
  }
  for (const clause of clauses) {
    try {
      if (!clause.holds(facts)) return clause.words(facts);
    } catch {
      return `${clause.name} can't be judged: a fact is not plain JSON`;
    }
  }
  return null;
};
