import { z } from 'zod';
import { holdsPrototype } from '#shared/domain/json-values.ts';
import {
  NumericArraySchema,
  type NumericType,
  type VariableType,
} from '#shared/contract/variables.ts';

const KINDS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

const DTYPES = {
  NUMERIC_TYPE_UNSPECIFIED: 'float64',
  FLOAT32: 'float32',
  FLOAT64: 'float64',
  INT32: 'int32',
  UINT8: 'uint8',
} as const satisfies Record<string, NumericType>;

const DtypeSchema = z.enum([
  'NUMERIC_TYPE_UNSPECIFIED',
  'FLOAT32',
  'FLOAT64',
  'INT32',
  'UINT8',
]);

const ArraySchema = z
  .object({
    dtype: DtypeSchema,
    shape: z.array(z.int()),
    data: z.instanceof(Uint8Array),
  })
  .transform(({ dtype, shape, data }, call) => {
    const kind = DTYPES[dtype];
    const Kind = KINDS[kind];
    const size = shape.reduce((product, length) => product * length, 1);
    const bytes = size * Kind.BYTES_PER_ELEMENT;
    if (bytes !== data.byteLength) {
      call.addIssue(
        `${size} numbers of ${kind} take ${bytes} bytes, and data has ${data.byteLength}.`,
      );
      return z.NEVER;
    }
    // A copy: within the message the bytes may begin where no number can. Every platform of ours is little-endian.
    return { dtype: kind, shape, data: Array.from(new Kind(Uint8Array.from(data).buffer)) };
  });

const JsonSchema = z.string().transform((text, call): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    call.addIssue(`This is no JSON. ${error instanceof Error ? error.message : ''}`);
    return z.NEVER;
  }
});

/** What a number beyond ±2^53 is, so that whoever judges it can name it. */
const IntegerSchema = z.string().transform((text): number | bigint => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
});

/** A `Value` as it is read from the wire, as what it stands for. An integer beyond ±2^53 is a bigint. */
export const ValueSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.object({ kind: z.literal('bool_value'), bool_value: z.boolean() }),
      z.object({ kind: z.literal('string_value'), string_value: z.string() }),
      z.object({ kind: z.literal('int_value'), int_value: IntegerSchema }),
      z.object({ kind: z.literal('double_value'), double_value: z.unknown() }),
      z.object({ kind: z.literal('json_value'), json_value: JsonSchema }),
      z.object({ kind: z.literal('array_value'), array_value: ArraySchema }),
    ],
    { error: 'Give a value: one of its kinds.' },
  )
  .transform((message): unknown => {
    switch (message.kind) {
      case 'bool_value':
        return message.bool_value;
      case 'string_value':
        return message.string_value;
      case 'int_value':
        return message.int_value;
      case 'double_value':
        return message.double_value;
      case 'json_value':
        return message.json_value;
      case 'array_value':
        return message.array_value;
    }
  });

/** The same for templates and conditions, which take what JSON can say. */
export const ContextValueSchema = ValueSchema.refine(
  (value) => typeof value !== 'bigint' && (typeof value !== 'number' || Number.isFinite(value)),
  'Give a finite number, or a whole one within ±2^53.',
);

/** A JSON object in a text field; empty is none. */
export const JsonObjectSchema = z
  .string()
  .transform((text) => (text === '' ? '{}' : text))
  .pipe(JsonSchema)
  .refine(
    (value) => !holdsPrototype(value),
    'The key __proto__ is not allowed: it would get lost on the way.',
  )
  .pipe(z.record(z.string(), z.unknown(), 'Give a JSON object.'));

export { JsonSchema };

const arrayMessage = (value: unknown) => {
  const { dtype, shape, data } = NumericArraySchema.parse(value);
  const numbers = KINDS[dtype].from(data);
  return {
    array_value: {
      dtype: dtype.toUpperCase(),
      shape,
      data: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    },
  };
};

/** A value of a choice is of any JSON type. */
const anyMessage = (value: unknown) => {
  if (typeof value === 'string') return { string_value: value };
  if (typeof value === 'boolean') return { bool_value: value };
  if (typeof value !== 'number') return { json_value: JSON.stringify(value) };
  return Number.isSafeInteger(value) ? { int_value: value } : { double_value: value };
};

/** A variable's value as the `Value` of its type. */
export const valueMessage = (type: VariableType, value: unknown): object => {
  switch (type) {
    case 'boolean':
      return { bool_value: value };
    case 'string':
      return { string_value: value };
    case 'integer':
      return { int_value: value };
    case 'float':
      return { double_value: value };
    case 'choice':
      return anyMessage(value);
    case 'json':
      return { json_value: JSON.stringify(value) };
    case 'embedding':
    case 'tensor':
      return arrayMessage(value);
  }
};
