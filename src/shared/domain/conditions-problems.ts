import { isName } from '../contract/names.ts';
import { holdsSessionVariable, sessionKey, sessionOperand } from './conditions-operands.ts';

/** One thing to correct in a query, and what to write there. */
export interface ConditionProblem {
  /** As in `conditions.$or[0].scene`. */
  field: string;
  message: string;
}

export const CONDITION_OPERATORS = [
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$exists',
  '$and',
  '$or',
  '$nor',
  '$not',
  '$all',
  '$size',
  '$elemMatch',
  '$mod',
  '$type',
] as const;
type Operator = (typeof CONDITION_OPERATORS)[number];

/** What `$type` can tell apart in JSON. */
const TYPES = ['string', 'number', 'bool', 'array', 'null'];
const MOST_LEVELS = 20;
/** Fields, operators and list items, over the whole query. */
const MOST_PARTS = 200;
const MOST_NAMED = 20;

export const isQuery = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const isOperator = (key: string): key is Operator =>
  CONDITION_OPERATORS.some((operator) => operator === key);

const OPERATOR_LIST = CONDITION_OPERATORS.join(' ');

/** What is read by such a name is the language's own, not a fact. */
const isReserved = (name: string): boolean =>
  name.split('.').some((part) => part in Object.prototype || part === 'prototype');

class Examination {
  readonly problems: ConditionProblem[] = [];
  #parts = 0;
  #full = false;

  /** Fields and logical operators, as at the top of a query. */
  readonly document = (query: unknown, at: string, level: number): void => {
    if (!isQuery(query))
      return this.#refuse(at, 'Give an object, like {"scene": "broadcast"}.');
    for (const key of this.#keys(query, at, level)) {
      const here = `${at}.${key}`;
      if (key === '$and' || key === '$or' || key === '$nor')
        this.#queries(query[key], here, level + 1, this.document);
      else if (key === '$not') this.document(query[key], here, level + 1);
      else if (key.startsWith('$')) this.#misplaced(key, here);
      else {
        this.#fieldName(key, here);
        this.#field(query[key], here, level + 1);
      }
    }
  };

  #fieldName(key: string, at: string): void {
    const name = sessionKey(key)?.name ?? (key.startsWith('{var:') ? key : null);
    if (name !== null && !isName(name)) this.#refuse(at, noVariable(key));
  }

  /** What a field is compared with: a value, or the name of a variable of the session alone. */
  #operand(value: unknown, at: string, level: number): void {
    const name = sessionOperand(value);
    if (name === null) return this.#literal(value, at, level);
    this.#unless(isName(name), at, noVariable(String(value)));
  }

  /** What a field must be: operators, or exactly this value. */
  #field(value: unknown, at: string, level: number): void {
    if (!isQuery(value) || !Object.keys(value).some((key) => key.startsWith('$')))
      return this.#operand(value, at, level);
    for (const key of this.#keys(value, at, level)) {
      const here = `${at}.${key}`;
      if (!key.startsWith('$'))
        this.#refuse(here, 'Use either operators or an exact object, not both.');
      else if (key === '$and' || key === '$or' || key === '$nor')
        this.#refuse(here, `Put ${key} around the field, like {"${key}": [{"scene": 1}]}.`);
      else this.#operator(key, value[key], here, level + 1);
    }
  }

  /** What `$not` and `$elemMatch` hold: operators and fields of the value itself. */
  readonly #part = (query: unknown, at: string, level: number): void => {
    if (!isQuery(query)) return this.#literal(query, at, level);
    for (const key of this.#keys(query, at, level)) {
      const here = `${at}.${key}`;
      if (key.startsWith('$')) this.#operator(key, query[key], here, level + 1);
      else if (holdsSessionVariable(key)) this.#refuse(here, 'A list has no such field.');
      else this.#field(query[key], here, level + 1);
    }
  };

  #operator(key: string, operand: unknown, at: string, level: number): void {
    if (!isOperator(key)) return this.#misplaced(key, at);
    switch (key) {
      case '$eq':
      case '$ne':
        return this.#operand(operand, at, level);
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        if (typeof operand === 'string') return this.#operand(operand, at, level);
        return this.#unless(Number.isFinite(operand), at, 'Compare with a number or a text.');
      case '$in':
      case '$nin':
        if (sessionOperand(operand) !== null) return this.#operand(operand, at, level);
        if (!Array.isArray(operand)) return this.#refuse(at, 'Give a list, like ["a", "b"].');
        for (const [index, item] of operand.entries()) {
          if (!this.#counts(at, level)) return;
          this.#operand(item, `${at}[${index}]`, level + 1);
        }
        return;
      case '$all':
        return this.#queries(operand, at, level, this.#part);
      case '$and':
      case '$or':
      case '$nor':
        return this.#queries(operand, at, level, (query, here, deep) =>
          isQuery(query)
            ? this.#part(query, here, deep)
            : this.#refuse(here, 'Give an object, like {"$gt": 1}.'),
        );
      case '$not':
        return this.#part(operand, at, level);
      case '$elemMatch':
        if (!isQuery(operand)) return this.#refuse(at, 'Give an object, like {"$gt": 1}.');
        return this.#part(operand, at, level);
      case '$exists':
        return this.#unless(typeof operand === 'boolean', at, 'Use true or false.');
      case '$size':
        return this.#unless(
          Number.isSafeInteger(operand) && Number(operand) >= 0,
          at,
          'Give a whole number from 0.',
        );
      case '$mod':
        return this.#unless(isDivision(operand), at, 'Give [divisor, remainder], like [2, 0].');
      case '$type':
        return this.#unless(
          TYPES.some((type) => type === operand),
          at,
          `Use one of: ${TYPES.join(', ')}.`,
        );
    }
  }

  #queries(
    queries: unknown,
    at: string,
    level: number,
    each: (query: unknown, at: string, level: number) => void,
  ): void {
    if (!Array.isArray(queries) || queries.length === 0)
      return this.#refuse(at, 'Give a list with at least one entry.');
    for (const [index, query] of queries.entries()) {
      if (!this.#counts(at, level)) return;
      each(query, `${at}[${index}]`, level + 1);
    }
  }

  /** JSON without operators: compared as it is. */
  #literal(value: unknown, at: string, level: number): void {
    if (typeof value === 'string') return this.#unless(!holdsSessionVariable(value), at, ALONE);
    if (value === null || typeof value === 'boolean') return;
    if (typeof value === 'number')
      return this.#unless(Number.isFinite(value), at, 'Give a finite number.');
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (!this.#counts(at, level)) return;
        this.#literal(item, `${at}[${index}]`, level + 1);
      }
      return;
    }
    if (!isQuery(value))
      return this.#refuse(
        at,
        'Give JSON: text, a number, true, false, null, a list or an object.',
      );
    for (const key of this.#keys(value, at, level)) {
      if (key.startsWith('$'))
        this.#refuse(
          `${at}.${key}`,
          isOperator(key)
            ? `${key} has no meaning inside an exact value: write the whole field, like "scene.name": {"${key}": …}.`
            : unknownOperator(key),
        );
      else this.#literal(value[key], `${at}.${key}`, level + 1);
    }
  }

  *#keys(query: Record<string, unknown>, at: string, level: number): Generator<string> {
    for (const key of Object.keys(query)) {
      if (!this.#counts(at, level)) return;
      if (isReserved(key)) this.#refuse(`${at}.${key}`, `${key} can't be the name of a field.`);
      else yield key;
    }
  }

  /** False, once said, where the query is larger than anything a person writes. */
  #counts(at: string, level: number): boolean {
    if (this.#full) return false;
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) this.#refuse(at, `Use at most ${MOST_PARTS} clauses.`);
    else if (level > MOST_LEVELS) this.#refuse(at, `Nest at most ${MOST_LEVELS} levels.`);
    else return true;
    this.#full = true;
    return false;
  }

  #misplaced(key: string, at: string): void {
    this.#refuse(
      at,
      isOperator(key)
        ? `Put ${key} under the field it judges, like {"scene": {"${key}": …}}.`
        : unknownOperator(key),
    );
  }

  #unless(fits: boolean, at: string, message: string): void {
    if (!fits) this.#refuse(at, message);
  }

  #refuse(field: string, message: string): void {
    if (this.problems.length < MOST_NAMED) this.problems.push({ field, message });
  }
}

const ALONE =
  'A variable of the session stands alone, like "{var:scene}": as what a field is, under $eq, $ne, $gt, $gte, $lt or $lte, or in the list of $in or $nin.';

const noVariable = (text: string): string =>
  `${text} names no variable of a session: use 1 to 128 letters, digits, dots, underscores or hyphens, as in {var:scene}.`;

const unknownOperator = (key: string): string =>
  `${key} is not an operator here. Use one of: ${OPERATOR_LIST}.`;

const isDivision = (operand: unknown): boolean =>
  Array.isArray(operand) &&
  operand.length === 2 &&
  operand.every((part) => Number.isFinite(part)) &&
  operand[0] !== 0;

/** Everything to correct before the query may be stored; empty where it is sound. `at` begins each field's name. */
export const conditionProblems = (
  conditions: unknown,
  at = 'conditions',
): ConditionProblem[] => {
  const examination = new Examination();
  examination.document(conditions, at, 1);
  return examination.problems;
};
