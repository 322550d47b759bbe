import type { Constraints, Variable, VariableType } from '#shared/contract/variables.ts';
import { NumericArraySchema } from '#shared/contract/variables.ts';
import { duration, momentOf } from '../../state/local-time.ts';
import type { Heard } from './variables-view.ts';
import { shortValue } from './value-words.ts';

const rangeWords = ({ min, max, step }: Constraints): string[] => {
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `from ${min}`
        : max !== undefined
          ? `up to ${max}`
          : null;
  return [...(range === null ? [] : [range]), ...(step === undefined ? [] : [`step ${step}`])];
};

const UNITS: Partial<Record<VariableType, string>> = {
  string: 'characters',
  json: 'items',
  embedding: 'numbers',
  tensor: 'numbers',
};

const lengthWords = (length: Constraints['length'], type: VariableType): string[] => {
  if (length === undefined) return [];
  const unit = UNITS[type] ?? 'long';
  if (typeof length === 'number') return [`${length} ${unit}`];
  const { min, max } = length;
  if (min !== undefined && max !== undefined) return [`${min} to ${max} ${unit}`];
  if (max !== undefined) return [`up to ${max} ${unit}`];
  return min === undefined ? [] : [`from ${min} ${unit}`];
};

/** What a value has to keep to, in a few words. */
export const allowedWords = ({
  type,
  constraints,
}: Pick<Variable, 'type' | 'constraints'>): string => {
  const { enum: allowed, pattern, length, shape } = constraints;
  const named = allowed?.map((one) => (typeof one === 'string' ? one : shortValue(one)));
  return [
    ...(named ? [named.join(', ')] : []),
    ...rangeWords(constraints),
    ...lengthWords(length, type),
    ...(pattern === undefined ? [] : [`matches ${pattern}`]),
    ...(shape ? [`shape ${shape.join(' × ')}`] : []),
  ].join(', ');
};

const MOST_JSON = 200;

const cutJson = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > MOST_JSON ? `${text.slice(0, MOST_JSON)}…` : text;
};

const arrayWords = (value: object): string => {
  const array = NumericArraySchema.safeParse(value);
  if (!array.success) return shortValue(value);
  const { dtype, shape, data } = array.data;
  const first = data.slice(0, 3).map((number) => Number(number.toPrecision(4)));
  const more = data.length > 3 ? `, … ${(data.length - 3).toLocaleString('en')} more` : '';
  return `[${first.join(', ')}${more}] ${dtype}, ${shape.join(' × ')}`;
};

/** Each is read once: a search goes over ten thousand of them with each letter. */
const ARRAY_WORDS = new WeakMap<object, string>();

/** A variable's value in one line. */
export const variableValueWords = ({
  type,
  value,
}: Pick<Variable, 'type' | 'value'>): string => {
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'choice' && typeof value === 'string') return value;
  if (type === 'json') return cutJson(value);
  if ((type !== 'embedding' && type !== 'tensor') || typeof value !== 'object' || !value)
    return shortValue(value);
  const words = ARRAY_WORDS.get(value) ?? arrayWords(value);
  ARRAY_WORDS.set(value, words);
  return words;
};

/** Who changed it last; null where the bridge was not told. */
export const changedBy = ({ metadata }: Pick<Variable, 'metadata'>): string | null => {
  const by = metadata['changed_by'] ?? metadata['updated_by'];
  return typeof by === 'string' && by !== '' ? by : null;
};

/** After how many milliseconds without a change its value is old; null where nobody said so. */
export const staleAfterMs = ({ metadata }: Pick<Variable, 'metadata'>): number | null => {
  const after = metadata['stale_after_ms'];
  return typeof after === 'number' && after > 0 ? after : null;
};

export interface Age {
  ms: number;
  /** `15 s` */
  words: string;
  isStale: boolean;
}

/** How old a value is at a moment. A change that was heard here counts by this clock: the writer's may differ. */
export const ageOf = ({ variable, heardAt }: Heard, now: number): Age => {
  const since = heardAt ?? momentOf(variable.last_updated_at) ?? now;
  const ms = Math.max(0, now - since);
  const most = staleAfterMs(variable);
  return { ms, words: duration(ms), isStale: most !== null && ms > most };
};

export type VariableFilter = 'all' | 'stale' | 'agents';

/** Those that a search and a filter leave, by name. */
export const matchingVariables = (
  all: Iterable<Heard>,
  search: string,
  filter: VariableFilter,
  now: number,
): Heard[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (heard: Heard): boolean => {
    const { variable } = heard;
    if (filter === 'stale' && !ageOf(heard, now).isStale) return false;
    if (filter === 'agents' && !changedBy(variable)?.startsWith('agent:')) return false;
    if (words.length === 0) return true;
    const text = `${variable.name} ${variableValueWords(variable)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return [...all].filter(fits).sort((a, b) => (a.variable.name < b.variable.name ? -1 : 1));
};
