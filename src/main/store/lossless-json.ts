import { z } from 'zod';

declare global {
  interface JSON {
    rawJSON(text: string): object;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
  }
}

const ObjectSchema = z.record(z.string(), z.unknown());

/**
 * Parses a JSON object so that writing it again gives every number as it stood: a Python writer's
 * nanoseconds (beyond 2^53) or `1.0` would not survive an ordinary round trip.
 * @throws on anything but a JSON object.
 */
export const parseLossless = (text: string): Record<string, unknown> =>
  ObjectSchema.parse(
    JSON.parse(text, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source
        ? JSON.rawJSON(source)
        : value,
    ),
  );
