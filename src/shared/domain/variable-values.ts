import type { Constraints, NumericArray, VariableType } from '../contract/variables.ts';
import { jsonProblem, sameJson } from './json-values.ts';
import { numericArray } from './numeric-arrays.ts';

/** Of one variable, and of a whole master state. */
export const MOST_VALUE_BYTES = 5_000_000;
/** What a request around such a value may take. */
export const MOST_REQUEST_BYTES = MOST_VALUE_BYTES + 1_048_576;

const MOST_SHOWN = 60;

/** Whether a pattern is found in a text; throws where it takes too long or is no pattern. */
export type Matcher = (pattern: string, text: string) => boolean;

export type Judged = { ok: true; value: unknown } | { ok: false; message: string };

export interface Definition {
  name: string;
  type: VariableType;
  constraints: Constraints;
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text =
    typeof value === 'number' || typeof value === 'bigint'
      ? String(value)
      : (JSON.stringify(value) ?? typeof value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
};

/** Null where the value is of the type. */
const typeProblem = (type: VariableType, value: unknown): string | null => {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'it is neither true nor false';
    case 'string':
      return typeof value === 'string' ? null : 'it is no text';
    case 'integer':
      return Number.isSafeInteger(value) ? null : 'it is no whole number within ±2^53';
    case 'float':
      return typeof value === 'number' && Number.isFinite(value)
        ? null
        : 'it is no finite number';
    case 'choice':
    case 'json':
      return jsonProblem(value);
    case 'embedding':
    case 'tensor':
      return null;
  }
};

const inSteps = (value: number, { step, min = 0 }: Constraints): boolean => {
  if (step === undefined) return true;
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) <= 1e-9 * Math.max(1, Math.abs(steps));
};

const numberProblem = (value: number, constraints: Constraints): string | null => {
  const { min, max, step } = constraints;
  if (min !== undefined && value < min) return `it is below ${min}`;
  if (max !== undefined && value > max) return `it is above ${max}`;
  return inSteps(value, constraints) ? null : `it is no multiple of ${step} from ${min ?? 0}`;
};

const lengthProblem = (length: number, wanted: Constraints['length']): string | null => {
  if (wanted === undefined) return null;
  const { min = 0, max = Number.POSITIVE_INFINITY } =
    typeof wanted === 'number' ? { min: wanted, max: wanted } : wanted;
  if (length < min) return `its length ${length} is below ${min}`;
  return length > max ? `its length ${length} is above ${max}` : null;
};

const arrayProblem = (array: NumericArray, constraints: Constraints): string | null => {
  const { shape } = constraints;
  if (shape && !sameJson(shape, array.shape))
    return `its shape is ${JSON.stringify(array.shape)}, not ${JSON.stringify(shape)}`;
  const { min, max } = constraints;
  if (min === undefined && max === undefined) return null;
  for (const [index, number] of array.data.entries()) {
    const problem = numberProblem(number, { min, max });
    if (problem !== null) return `at ${index} ${problem}`;
  }
  return null;
};

const patternProblem = (text: string, pattern: string, matches: Matcher): string | null => {
  try {
    return matches(pattern, text) ? null : `it does not match ${pattern}`;
  } catch {
    return `${pattern} could not be judged in time`;
  }
};

const lengthOf = (value: unknown): number | null =>
  typeof value === 'string' || Array.isArray(value) ? value.length : null;

const constraintProblem = (
  value: unknown,
  constraints: Constraints,
  matches: Matcher,
): string | null => {
  const { enum: allowed, pattern, length } = constraints;
  if (allowed && !allowed.some((one) => sameJson(one, value)))
    return `it is none of ${allowed.map(shown).join(', ')}`;
  if (typeof value === 'number') return numberProblem(value, constraints);
  const long = lengthOf(value);
  const problem = long === null ? null : lengthProblem(long, length);
  if (problem !== null || typeof value !== 'string' || pattern === undefined) return problem;
  return patternProblem(value, pattern, matches);
};

/** In UTF-8, without escapes. */
const bytesOfText = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
};

const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return bytesOfText(value);
  if (typeof value !== 'object' || value === null) return 0;
  return bytesOfText(JSON.stringify(value));
};

const sizeProblem = (value: unknown): string | null => {
  const bytes = bytesOf(value);
  return bytes > MOST_VALUE_BYTES
    ? `it takes ${bytes} bytes; ${MOST_VALUE_BYTES} is the most`
    : null;
};

/** The value as it is kept, or why the variable can't have it: with its name, its type and the value. */
export const judgeValue = (
  { name, type, constraints }: Definition,
  given: unknown,
  matches: Matcher,
): Judged => {
  const refused = (problem: string): Judged => ({
    ok: false,
    message: `${name} is of type ${type} and can't be ${shown(given)}: ${problem}.`,
  });
  if (type === 'embedding' || type === 'tensor') {
    const array = numericArray(given);
    if (typeof array === 'string') return refused(array);
    if (type === 'embedding' && array.shape.length !== 1)
      return refused('an embedding has one dimension');
    const problem =
      lengthProblem(array.data.length, constraints.length) ?? arrayProblem(array, constraints);
    if (problem !== null) return refused(problem);
    const big = sizeProblem(array);
    return big === null ? { ok: true, value: array } : refused(big);
  }
  const problem = typeProblem(type, given) ?? sizeProblem(given);
  if (problem !== null) return refused(problem);
  const unmet = constraintProblem(given, constraints, matches);
  return unmet === null ? { ok: true, value: given } : refused(unmet);
};

const NUMBERS: (keyof Constraints)[] = ['min', 'max', 'step', 'enum'];
const FITTING: Record<VariableType, readonly (keyof Constraints)[]> = {
  boolean: ['enum'],
  string: ['enum', 'pattern', 'length'],
  integer: NUMBERS,
  float: NUMBERS,
  choice: ['enum'],
  json: ['enum', 'length'],
  embedding: ['min', 'max', 'length', 'shape'],
  tensor: ['min', 'max', 'length', 'shape'],
};

/** What is wrong with a definition, whatever the value; null where it is sound. */
export const definitionProblem = ({ name, type, constraints }: Definition): string | null => {
  const fitting = FITTING[type];
  const foreign = Object.entries(constraints).find(
    ([key, value]) => value !== undefined && !fitting.some((fits) => fits === key),
  );
  if (foreign) return `${name}: ${foreign[0]} says nothing for the type ${type}. Leave it out.`;
  const { min, max, pattern, length } = constraints;
  if (min !== undefined && max !== undefined && min > max)
    return `${name}: min ${min} is above max ${max}.`;
  if (typeof length === 'object' && (length.min ?? 0) > (length.max ?? Infinity))
    return `${name}: the least length is above the greatest.`;
  if (type === 'choice' && constraints.enum === undefined)
    return `${name}: a choice needs its values in constraints.enum.`;
  if (pattern === undefined) return null;
  try {
    // Only compiled here: how long it takes on a text is the matcher's affair.
    RegExp(pattern, 'u');
    return null;
  } catch {
    return `${name}: ${pattern} is no regular expression.`;
  }
};
