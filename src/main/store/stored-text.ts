import { z } from 'zod';
import { ButtonStateSchema, type ButtonState } from '#shared/contract/button-state.ts';
import { buttonOf, entityOf, keyOf } from './keys.ts';
import { datedKinds, entitySchemas, nameFields } from './schemas.ts';
import type { Entities, Kind } from './store.ts';

export type Decoded<T> = { ok: true; value: T } | { ok: false; problem: string };

const problemOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
    .join('; ');

const decode = <T>(schema: z.ZodType<T>, text: string): Decoded<T> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `not JSON: ${error instanceof Error ? error.message : ''}` };
  }
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problem: problemOf(parsed.error) };
};

/** A value whose own fields name another key would be listed under the wrong name. */
const misnamed = <T extends object>(
  decoded: Decoded<T>,
  names: Record<string, string>,
): Decoded<T> => {
  if (!decoded.ok) return decoded;
  const fields = new Map<string, unknown>(Object.entries(decoded.value));
  for (const [field, name] of Object.entries(names)) {
    if (fields.get(field) !== name)
      return {
        ok: false,
        problem: `${field}: is ${JSON.stringify(fields.get(field))}, but its key says "${name}"`,
      };
  }
  return decoded;
};

/** Reads what stands at an entity's key. */
export const decodeEntity = <K extends Kind>(
  kind: K,
  name: string,
  text: string,
): Decoded<Entities[K]> => {
  const field = nameFields[kind];
  return misnamed(decode(entitySchemas[kind], text), field ? { [field]: name } : {});
};

/** Reads what stands at a button's key. */
export const decodeButton = (
  text: string,
  { device_id, button_id }: { device_id: string; button_id: string },
): Decoded<ButtonState> => misnamed(decode(ButtonStateSchema, text), { device_id, button_id });

/** Whether the text may stand at the key; null where the key is none that we know. */
export const decodeAt = (key: string, text: string): Decoded<object> | null => {
  const entity = entityOf(key);
  if (entity) return decodeEntity(entity.kind, entity.name, text);
  const button = buttonOf(key);
  return button ? decodeButton(text, button) : null;
};

const DatedSchema = z.looseObject({ created_at: z.string() });

/** When a value says that it was made. */
export const createdAtOf = (value: unknown): string | undefined =>
  DatedSchema.safeParse(value).data?.created_at;

const SeenSchema = z.looseObject({ last_seen: z.string() });

const seenAt = (value: unknown): string | undefined =>
  SeenSchema.safeParse(value).data?.last_seen;

const laterSeen = (value: unknown, old: unknown): { last_seen?: string } => {
  const before = seenAt(old);
  if (before === undefined) return {};
  return Date.parse(seenAt(value) ?? '') >= Date.parse(before) ? {} : { last_seen: before };
};

/**
 * The key and text to write: the name in the key wins over the one in the value, and the time of making is
 * kept, or set where there is none. Of `old`, which stands there, a device's later `last_seen` is kept: the engine
 * writes it while a form is open.
 * @throws RangeError for a name or a value that may not be stored.
 */
export const encodeEntity = <K extends Kind>(
  kind: K,
  name: string,
  value: Entities[K],
  createdAt: string,
  old?: Entities[K],
): { key: string; text: string; value: Entities[K] } => {
  const key = keyOf(kind, name);
  if (key === null) throw new RangeError(`Not a name for a ${kind}: ${name}`);
  const field = nameFields[kind];
  const text = JSON.stringify({
    ...value,
    ...(kind === 'device' ? laterSeen(value, old) : {}),
    ...(datedKinds.has(kind) ? { created_at: createdAtOf(value) ?? createdAt } : {}),
    ...(field ? { [field]: name } : {}),
  });
  const decoded = decodeEntity(kind, name, text);
  if (!decoded.ok) throw new RangeError(`${key} may not hold this: ${decoded.problem}`);
  return { key, text, value: decoded.value };
};
