import { isName } from '../contract/names.ts';
import { isQuery } from './conditions-problems.ts';
import { sessionKey, sessionOperand } from './conditions-operands.ts';
import { sessionVariable } from './template.ts';

type Query = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;

/** Why a clause can't be judged with the values as they are, in words. */
export class Unjudged extends Error {
  override readonly name = 'Unjudged';
}

/** A name has dots, which would lead into the value: in a path they are slashes. */
const factName = (name: string): string => sessionVariable(name).replaceAll('.', '/');

/** The session's values, as paths find them. */
export const sessionFacts = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name.replaceAll('.', '/'), value]),
  );

const namesIn = (query: unknown): string[] => {
  const operand = sessionOperand(query);
  if (operand !== null) return [operand];
  if (Array.isArray(query)) return query.flatMap(namesIn);
  if (!isQuery(query)) return [];
  return Object.entries(query).flatMap(([key, value]) => [
    ...(sessionKey(key) ? [sessionKey(key)?.name ?? ''] : []),
    ...namesIn(value),
  ]);
};

/** The session's variables that a query names, as fields or as what they are compared with. */
export const sessionNames = (query: unknown): string[] => [
  ...new Set(namesIn(query).filter(isName)),
];

/** Operators that hold queries themselves. */
const DEEPER = new Set(['$not', '$elemMatch', '$all', '$and', '$or', '$nor']);
const COMPARED = new Set(['$gt', '$gte', '$lt', '$lte']);

const valueOf = (name: string, values: Values): unknown => {
  const variable = sessionVariable(name);
  if (!Object.hasOwn(values, variable)) throw new Unjudged(`the session has no ${name}`);
  return values[variable];
};

const operandOf = (operator: string, operand: unknown, values: Values): unknown => {
  const name = sessionOperand(operand);
  if (operator === '$in' || operator === '$nin') {
    if (name === null)
      return Array.isArray(operand)
        ? operand.map((item: unknown) => operandOf('$eq', item, values))
        : operand;
    const list = valueOf(name, values);
    if (!Array.isArray(list)) throw new Unjudged(`{var:${name}} is no list`);
    return list;
  }
  if (DEEPER.has(operator))
    return Array.isArray(operand)
      ? operand.map((part: unknown) => partOf(part, values))
      : partOf(operand, values);
  if (name === null) return operand;
  const value = valueOf(name, values);
  if (COMPARED.has(operator) && typeof value !== 'number' && typeof value !== 'string')
    throw new Unjudged(`{var:${name}} is neither a number nor a text`);
  return value;
};

const partOf = (query: unknown, values: Values): unknown =>
  isQuery(query)
    ? Object.fromEntries(
        Object.entries(query).map(([key, value]) => [
          key,
          key.startsWith('$') ? operandOf(key, value, values) : fieldOf(value, values),
        ]),
      )
    : query;

const fieldOf = (wanted: unknown, values: Values): unknown => {
  const name = sessionOperand(wanted);
  // Under an operator a value is never taken for a query, whatever it holds.
  if (name !== null) return { $eq: valueOf(name, values) };
  if (!isQuery(wanted) || !Object.keys(wanted).some((key) => key.startsWith('$')))
    return wanted;
  return partOf(wanted, values);
};

/** The query with the session's values in place of their names. @throws Unjudged */
export const withSessionValues = (query: Query, values: Values): Query =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => {
      if (key.startsWith('$')) {
        if (Array.isArray(value))
          return [
            key,
            value.map((part) => (isQuery(part) ? withSessionValues(part, values) : part)),
          ];
        return [key, isQuery(value) ? withSessionValues(value, values) : value];
      }
      const field = sessionKey(key);
      const path = field
        ? ['session', factName(field.name), ...(field.inside ? [field.inside] : [])].join('.')
        : key;
      return [path, fieldOf(value, values)];
    }),
  );
