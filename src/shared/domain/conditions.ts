import sift from 'sift';
import type { Conditions } from '../contract/policy.ts';
import { sessionKey } from './conditions-operands.ts';
import { conditionProblems, isQuery } from './conditions-problems.ts';
import {
  sessionFacts,
  sessionNames,
  Unjudged,
  withSessionValues,
} from './conditions-session.ts';
import { sessionVariable } from './template.ts';

export { conditionProblems, type ConditionProblem } from './conditions-problems.ts';

/** What a query can ask about. Plain JSON; null where there is none. */
export interface Facts {
  context: object;
  variables: object;
  device: object | null;
  button: object | null;
  /** Those of the session's variables that the query names, as far as there are any: by `var:name`. */
  session?: Readonly<Record<string, unknown>>;
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

interface Compiled {
  clauses: Clause[];
  /** The session's variables that are named. */
  names: string[];
}

const compiled = new WeakMap<Conditions, Compiled>();

/** Plain names are fields of the context, within logical operators too. */
const addressed = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => {
      if (Array.isArray(value) && key.startsWith('$'))
        return [key, value.map((part) => (isQuery(part) ? addressed(part) : part))];
      if (key === '$not' && isQuery(value)) return [key, addressed(value)];
      const isPath = key.startsWith('$') || FACT.test(key) || sessionKey(key) !== null;
      return [isPath ? key : `context.${key}`, value];
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

/** True where the query itself asks whether there is one. */
const asksForAbsence = (wanted: unknown): boolean =>
  wanted === null || (isQuery(wanted) && Object.hasOwn(wanted, '$exists'));

/** A clause that names variables of the session: it is made anew with their values each time. */
const sessionClause = (key: string, wanted: unknown, names: readonly string[]): Clause => {
  const field = sessionKey(key);
  const missing = ({ session = {} }: Facts): string[] =>
    names.filter((name) => !Object.hasOwn(session, sessionVariable(name)));
  const isMissing = (facts: Facts): boolean =>
    field !== null && missing(facts).includes(field.name) && !asksForAbsence(wanted);
  const factIn = (facts: Facts): unknown => {
    if (!field) return factAt(facts, key);
    const value = facts.session?.[sessionVariable(field.name)];
    if (field.inside === null) return value;
    return factAt({ ...facts, context: { value } }, `context.value.${field.inside}`);
  };
  return {
    name: key,
    holds: (facts) => {
      if (isMissing(facts)) return false;
      const { session = {} } = facts;
      const query = withSessionValues({ [key]: wanted }, session);
      return sift<unknown>(query, { operations })({ ...facts, session: sessionFacts(session) });
    },
    words: (facts) => {
      if (key.startsWith('$')) {
        const absent = missing(facts);
        const why = absent.length > 0 ? `: the session has no ${absent.join(', ')}` : '';
        return `${key} ${shown(wanted)} does not hold${why}`;
      }
      const stands = isMissing(facts) ? 'not in the session' : shown(factIn(facts));
      return `${key} is ${stands}, needs ${need(wanted)}`;
    },
  };
};

const never = (field: string, message: string): Clause => ({
  name: field,
  holds: () => false,
  words: () => `${field} can't be judged: ${message}`,
});

const clausesOf = (conditions: Conditions): Clause[] => {
  const [problem] = conditionProblems(conditions);
  if (problem) return [never(problem.field, problem.message)];
  try {
    return Object.entries(addressed(conditions)).map(([key, value]) => {
      const names = sessionNames({ [key]: value });
      return names.length === 0 ? clauseOf(key, value) : sessionClause(key, value, names);
    });
  } catch (error) {
    return [never('conditions', error instanceof Error ? error.message : String(error))];
  }
};

const compile = (conditions: Conditions): Compiled => {
  let known = compiled.get(conditions);
  if (!known) {
    known = { clauses: clausesOf(conditions), names: sessionNames(conditions) };
    compiled.set(conditions, known);
  }
  return known;
};

/** The session's variables that a query names: their values are among the facts that it needs. */
export const sessionVariablesOf = (conditions: Conditions): readonly string[] =>
  compile(conditions).names;

/**
 * Null where the query is met; else its first clause that does not hold, in words. A query that another writer
 * stored and that `conditionProblems` would refuse is never met, nor is one that names a variable which the session
 * does not have, unless it asks for just that. Compiled once per object; does not throw.
 */
export const unmetClause = (conditions: Conditions, facts: Facts): string | null => {
  for (const clause of compile(conditions).clauses) {
    try {
      if (!clause.holds(facts)) return clause.words(facts);
    } catch (error) {
      const why = error instanceof Unjudged ? error.message : 'a fact is not plain JSON';
      return `${clause.name} can't be judged: ${why}`;
    }
  }
  return null;
};
