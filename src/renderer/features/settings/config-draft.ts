import { z } from 'zod';
import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import type { Made } from '../../link/put-typed.ts';
import { CONFIG_FIELDS, type ConfigField } from './config-fields.ts';

/** The config as it is typed: figures are texts until they are saved. */
export const TypedConfigSchema = z.object({
  /** By path: `cameras/stalled_ms`. */
  fields: z.record(z.string(), z.union([z.string(), z.boolean()])),
  /** The config that it began from: what has no field here stays as it stands there. */
  rest: z.record(z.string(), z.unknown()),
});
export type TypedConfig = z.infer<typeof TypedConfigSchema>;

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (tree: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);

const put = (tree: Tree, [key = '', ...keys]: readonly string[], value: unknown): Tree => {
  const below = tree[key];
  return {
    ...tree,
    [key]: keys.length === 0 ? value : put(isTree(below) ? below : {}, keys, value),
  };
};

const shown = ({ kind, path }: ConfigField, config: Tree): string | boolean => {
  const value = at(config, path.split('/'));
  if (kind === 'switch') return value === true;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
};

export const typedOf = (config: BridgeConfig): TypedConfig => ({
  fields: Object.fromEntries(CONFIG_FIELDS.map((field) => [field.path, shown(field, config)])),
  rest: config,
});

const numberIn = (text: string): number =>
  /^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;

const meant = ({ kind }: ConfigField, typed: string | boolean): unknown => {
  if (typeof typed === 'boolean') return typed;
  return kind === 'number' ? numberIn(typed) : typed.trim();
};

/** What is wrong, in words for somebody who types, where the schema's own are for a program. */
const wordsFor = (path: string, typed: string | boolean | undefined, said: string): string => {
  if (/(^|\/|_)port$/.test(path)) return 'A port is a number from 1 to 65535, such as 8000.';
  if (/(^|\/)host$/.test(path)) return 'Type a host name or an address, such as 127.0.0.1.';
  if (path === 'show_name') return 'A name has at most 80 characters.';
  if (typeof typed === 'string' && Number.isNaN(numberIn(typed)))
    return 'Type a number, such as 30.';
  return said;
};

/** The config that was typed, or what is wrong with it. */
export const configOf = ({ fields, rest }: TypedConfig): Made<BridgeConfig> => {
  const told = CONFIG_FIELDS.filter(({ path }) => fields[path] !== undefined);
  const raw = told.reduce<Tree>(
    (tree, field) => put(tree, field.path.split('/'), meant(field, fields[field.path] ?? '')),
    rest,
  );
  const problems = told.flatMap(({ path }): [string, string][] =>
    /(^|\/)host$/.test(path) && /\s/.test(String(fields[path]).trim())
      ? [[path, wordsFor(path, fields[path], '')]]
      : [],
  );
  const parsed = BridgeConfigSchema.safeParse(raw);
  if (parsed.success && problems.length === 0) return { ok: true, value: parsed.data };
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path.join('/');
    problems.push([name, wordsFor(name, fields[name], message)]);
  }
  return { ok: false, problems };
};

/** What can be stored, with each problem at its field. */
export const SoundConfigSchema: z.ZodType<TypedConfig> = TypedConfigSchema.superRefine(
  (typed, context) => {
    const made = configOf(typed);
    if (made.ok) return;
    for (const [path, message] of made.problems)
      context.addIssue({ code: 'custom', path: ['fields', path], message });
  },
);
