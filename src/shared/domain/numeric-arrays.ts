import {
  NumericArraySchema,
  type NumericArray,
  type NumericType,
} from '../contract/variables.ts';

const KINDS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

const kept = (dtype: NumericType, data: number[]): NumericArray => ({
  dtype,
  shape: [data.length],
  data,
});

const typed = (value: unknown): NumericArray | null => {
  if (value instanceof Float32Array) return kept('float32', Array.from(value));
  if (value instanceof Float64Array) return kept('float64', Array.from(value));
  if (value instanceof Int32Array) return kept('int32', Array.from(value));
  return value instanceof Uint8Array ? kept('uint8', Array.from(value)) : null;
};

/** The shape of nested lists; null where they are not rectangular. */
const shapeOf = (value: unknown): number[] | null => {
  if (!Array.isArray(value)) return [];
  if (value.length === 0 || !Array.isArray(value[0]))
    return value.some(Array.isArray) ? null : [value.length];
  const inner = shapeOf(value[0]);
  const sound =
    inner !== null &&
    inner.length < 32 &&
    value.every((item) => {
      const shape = shapeOf(item);
      return shape?.length === inner.length && shape.every((size, i) => size === inner[i]);
    });
  return sound ? [value.length, ...inner] : null;
};

const flat = (value: unknown[]): unknown[] => value.flat(Number.POSITIVE_INFINITY);

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

const read = (value: unknown): NumericArray | string => {
  const array = typed(value);
  if (array !== null) return array;
  if (Array.isArray(value)) {
    const shape = shapeOf(value);
    if (shape === null) return 'its rows are not equally long';
    const parsed = NumericArraySchema.safeParse({ shape, data: flat(value) });
    return parsed.success ? parsed.data : 'it holds something that is no finite number';
  }
  const parsed = NumericArraySchema.safeParse(value);
  return parsed.success
    ? parsed.data
    : 'it is no list of numbers and no {dtype, shape, data} with finite numbers';
};

/**
 * An array as it is kept, from a list of numbers, nested lists, a typed array or the kept form itself; else what is
 * wrong with it. Numbers are rounded to what the type holds.
 */
export const numericArray = (value: unknown): NumericArray | string => {
  const array = read(value);
  if (typeof array === 'string') return array;
  if (sizeOf(array.shape) !== array.data.length)
    return `its shape ${JSON.stringify(array.shape)} makes ${sizeOf(array.shape)} numbers, and there are ${array.data.length}`;
  if (array.dtype === 'float64')
    return array.data.every(Number.isFinite) ? array : 'it holds a number that is not finite';
  const data = Array.from(KINDS[array.dtype].from(array.data));
  const whole = array.dtype === 'int32' || array.dtype === 'uint8';
  if (whole && data.some((number, index) => number !== array.data[index]))
    return `it holds a number that ${array.dtype} can't`;
  if (data.some((number) => !Number.isFinite(number)))
    return `it holds a number that ${array.dtype} can't`;
  return { ...array, data };
};

/** For calculations, in the type that it says. */
export const typedArrayOf = ({
  dtype,
  data,
}: NumericArray): Float32Array | Float64Array | Int32Array | Uint8Array =>
  KINDS[dtype].from(data);
