import type { Conditions } from '#shared/contract/policy.ts';

export const CLAUSE_OPERATORS = [
  { operator: '$eq', words: 'is' },
  { operator: '$ne', words: 'is not' },
  { operator: '$gt', words: 'is above' },
  { operator: '$gte', words: 'is at least' },
  { operator: '$lt', words: 'is below' },
  { operator: '$lte', words: 'is at most' },
  { operator: '$in', words: 'is one of' },
  { operator: '$exists', words: 'is there' },
] as const;
export type ClauseOperator = (typeof CLAUSE_OPERATORS)[number]['operator'];

/** One line of the builder. */
export interface Clause {
  field: string;
  operator: ClauseOperator;
  /** As it is typed: `talk`, `true`, `5`, `["a", "b"]`. */
  value: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const operatorOf = (key: string): ClauseOperator | null =>
  CLAUSE_OPERATORS.find(({ operator }) => operator === key)?.operator ?? null;

/** Text that would be read as something else stands in quotation marks. */
const typed = (value: unknown): string =>
  typeof value === 'string' && meant(value) === value ? value : JSON.stringify(value);

/** What is typed, as JSON where it is such, else as text. */
const meant = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
};

/** A query as lines that all have to hold; null where it says more than lines can. */
export const clausesOf = (conditions: Conditions | null | undefined): Clause[] | null => {
  const clauses: Clause[] = [];
  for (const [field, wanted] of Object.entries(conditions ?? {})) {
    if (field.startsWith('$')) return null;
    if (!isRecord(wanted)) {
      clauses.push({ field, operator: '$eq', value: typed(wanted) });
      continue;
    }
    for (const [key, value] of Object.entries(wanted)) {
      const operator = operatorOf(key);
      if (!operator) return null;
      clauses.push({ field, operator, value: typed(value) });
    }
  }
  return clauses;
};

/** Lines as a query; two lines of one field stand together. Null where there are none. */
export const conditionsOf = (clauses: readonly Clause[]): Conditions | null => {
  if (clauses.length === 0) return null;
  const conditions: Record<string, unknown> = {};
  for (const [field, lines] of Map.groupBy(clauses, (clause) => clause.field)) {
    const [only] = lines;
    conditions[field] =
      lines.length === 1 && only?.operator === '$eq'
        ? meant(only.value)
        : Object.fromEntries(lines.map(({ operator, value }) => [operator, meant(value)]));
  }
  return conditions;
};
