import { z } from 'zod';

/** A request that OBS does not do, with its status and its comment. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly code: number;
  constructor(code: number, comment: string) {
    super(comment);
    this.code = code;
  }
}

export type RequestData = Readonly<Record<string, unknown>>;

const field = <T>(data: RequestData, name: string, schema: z.ZodType<T>, kind: string): T => {
  const value = data[name];
  if (value === undefined || value === null)
    throw new RequestRefusal(300, `Your request is missing the \`${name}\` field.`);
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new RequestRefusal(401, `The field value of \`${name}\` must be a ${kind}.`);
  return parsed.data;
};

export const textOf = (data: RequestData, name: string): string => {
  const text = field(data, name, z.string(), 'string');
  if (text === '') throw new RequestRefusal(403, `The field value of \`${name}\` is empty.`);
  return text;
};

export const flagOf = (data: RequestData, name: string): boolean =>
  field(data, name, z.boolean(), 'boolean');

export const objectOf = (data: RequestData, name: string): Record<string, unknown> =>
  field(data, name, z.record(z.string(), z.unknown()), 'object');

/** A number within its bounds, both included. */
export const figureOf = (
  data: RequestData,
  name: string,
  [least, most]: readonly [number, number],
): number => {
  const value = field(data, name, z.number(), 'number');
  if (value < least || value > most)
    throw new RequestRefusal(402, `The field value of \`${name}\` is out of range.`);
  return value;
};

/** What has this name among these. */
export const found = <T>(
  all: ReadonlyMap<string, T> | Readonly<Record<string, T>>,
  name: string,
  what: string,
): T => {
  const item =
    all instanceof Map ? all.get(name) : Object.entries(all).find(([n]) => n === name)?.[1];
  if (item === undefined)
    throw new RequestRefusal(600, `No ${what} was found by the name of \`${name}\`.`);
  return item;
};
