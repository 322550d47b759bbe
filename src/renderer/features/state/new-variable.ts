import { NameSchema } from '#shared/contract/names.ts';
import {
  ConstraintsSchema,
  type Constraints,
  type VariableMetadata,
  type VariableType,
} from '#shared/contract/variables.ts';
import { definitionProblem } from '#shared/domain/variable-values.ts';
import { jsonIn } from './typed-text.ts';
import { variableValue } from './variable-input.ts';

/** A variable as it is typed into the form. */
export interface VariableDraft {
  name: string;
  type: VariableType;
  value: string;
  min: string;
  max: string;
  step: string;
  /** One value a line. */
  allowed: string;
  pattern: string;
  shortest: string;
  longest: string;
  /** `2, 3` */
  shape: string;
  description: string;
  /** Seconds. */
  staleAfter: string;
}

export const emptyVariable: VariableDraft = {
  name: '',
  type: 'string',
  value: '',
  min: '',
  max: '',
  step: '',
  allowed: '',
  pattern: '',
  shortest: '',
  longest: '',
  shape: '',
  description: '',
  staleAfter: '',
};

export type ConstraintField =
  | 'min'
  | 'max'
  | 'step'
  | 'allowed'
  | 'pattern'
  | 'shortest'
  | 'longest'
  | 'shape';

const RANGE = ['min', 'max', 'step'] as const;
const LENGTH = ['shortest', 'longest'] as const;

/** The constraints that say something for a type. */
export const CONSTRAINT_FIELDS: Record<VariableType, readonly ConstraintField[]> = {
  boolean: [],
  string: ['pattern', ...LENGTH],
  integer: RANGE,
  float: RANGE,
  choice: ['allowed'],
  json: LENGTH,
  embedding: ['min', 'max', ...LENGTH],
  tensor: ['min', 'max', 'shape'],
};

/** What a value of the type looks like, for the field. */
export const VALUE_EXAMPLES: Record<VariableType, string> = {
  boolean: 'true',
  string: 'Storm warning for the coast',
  integer: '185',
  float: '-8.5',
  choice: 'one of the values',
  json: '{"slug": "weather"}',
  embedding: '[0.021, -0.118, 0.5]',
  tensor: '[[1, 2], [3, 4]]',
};

export interface Registration {
  name: string;
  type: VariableType;
  value: unknown;
  constraints: Constraints;
  metadata: VariableMetadata;
  description?: string;
}

export type Problems = Partial<Record<keyof VariableDraft, string>>;

const numberIn = (text: string): number | null => {
  const number = Number(text.trim());
  return Number.isFinite(number) ? number : null;
};

/** A choice of texts is typed as such; what is JSON of another kind is meant so. */
const choiceIn = (line: string): unknown => {
  const typed = jsonIn(line);
  return typed.ok ? typed.value : line;
};

const FIELD_OF: Record<string, keyof VariableDraft> = {
  enum: 'allowed',
  length: 'longest',
  min: 'min',
  max: 'max',
  step: 'step',
  pattern: 'pattern',
  shape: 'shape',
};

const WANTED: Problems = {
  step: 'Type a number above 0.',
  longest: 'Type whole numbers from 0 upwards.',
  shape: 'Type whole numbers, as in 2 × 3.',
};

const shapeIn = (text: string): number[] | null => {
  if (text.trim() === '') return null;
  return text
    .trim()
    .split(/\s*[\s,x×]\s*/)
    .map((size) => (size === '' ? NaN : Number(size)));
};

const constraintsOf = (draft: VariableDraft, problems: Problems): Constraints => {
  const fields = CONSTRAINT_FIELDS[draft.type];
  const numbers: Partial<Record<ConstraintField, number>> = {};
  for (const field of [...RANGE, ...LENGTH]) {
    if (!fields.includes(field) || draft[field].trim() === '') continue;
    const number = numberIn(draft[field]);
    if (number === null) problems[field] = `“${draft[field]}” is no number.`;
    else numbers[field] = number;
  }
  const { min, max, step, shortest, longest } = numbers;
  const allowed = draft.allowed.split('\n').flatMap((line) => line.trim() || []);
  const shape = fields.includes('shape') ? shapeIn(draft.shape) : null;
  const given = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(step === undefined ? {} : { step }),
    ...(fields.includes('allowed') && allowed.length > 0
      ? { enum: allowed.map(choiceIn) }
      : {}),
    ...(fields.includes('pattern') && draft.pattern !== '' ? { pattern: draft.pattern } : {}),
    ...(shortest === undefined && longest === undefined
      ? {}
      : {
          length: {
            ...(shortest === undefined ? {} : { min: shortest }),
            ...(longest === undefined ? {} : { max: longest }),
          },
        }),
    ...(shape === null ? {} : { shape }),
  };
  const parsed = ConstraintsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const field = FIELD_OF[String(path[0])] ?? 'type';
    problems[field] ??= WANTED[field] ?? message;
  }
  return {};
};

/** What the form says, ready to be registered; or what to correct, field by field. */
export const registrationOf = (
  draft: VariableDraft,
): { ok: true; registration: Registration } | { ok: false; problems: Problems } => {
  const problems: Problems = {};
  const name = NameSchema.safeParse(draft.name);
  if (!name.success) problems.name = name.error.issues[0]?.message ?? 'Type a name.';
  const constraints = constraintsOf(draft, problems);
  const staleAfter = numberIn(draft.staleAfter);
  if (draft.staleAfter.trim() !== '' && (staleAfter === null || staleAfter <= 0))
    problems.staleAfter = 'Type seconds, more than 0; or leave it empty.';
  const { type } = draft;
  const definition = { name: draft.name || 'It', type, constraints };
  if (Object.keys(problems).length === 0) {
    const unsound = definitionProblem(definition);
    if (unsound !== null)
      problems[type === 'choice' ? 'allowed' : draft.pattern === '' ? 'max' : 'pattern'] =
        type === 'choice' ? 'Write the values that there are, one a line.' : unsound;
  }
  const value =
    type === 'choice' && draft.value === ''
      ? { ok: true as const, value: constraints.enum?.[0] }
      : variableValue(definition, draft.value);
  if (!value.ok) problems.value ??= value.message;
  if (!value.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  const metadata =
    staleAfter === null || draft.staleAfter.trim() === ''
      ? {}
      : { stale_after_ms: staleAfter * 1000 };
  return {
    ok: true,
    registration: {
      name: draft.name,
      type,
      value: value.value,
      constraints,
      metadata,
      ...(draft.description === '' ? {} : { description: draft.description }),
    },
  };
};
