import type { z } from 'zod';
import { fieldChanges, isSameJson, mergeFields } from '#shared/domain/field-conflicts.ts';

type Fields = Record<string, unknown>;

export interface FieldProblem {
  /** `retry.attempts`. */
  path: string;
  message: string;
}

/** What can be saved of a form in which something is wrong. Fields are named by path. */
export type SavableRest<T> =
  | {
      ok: true;
      /** What was stored, with every change that is sound. */
      value: T;
      /** The same as it was typed: `value` may have been completed. */
      typed: Fields;
      saved: string[];
      /** Those with a problem: they stay as they are stored. */
      left: string[];
      /** Sound by themselves, but not without those that are left: they wait with them. */
      together: string[];
    }
  /** `new`: nothing is stored that a wrong field could keep. `nothing`: all else is saved already. */
  | { ok: false; why: 'new' | 'nothing' | 'together'; left: string[]; together: string[] };

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As deep as both are objects. A list is one thing: its order is its meaning, and an item has no name. */
const unitOf = (path: readonly PropertyKey[], base: unknown, typed: unknown): string[] => {
  const [key, ...rest] = path;
  if (typeof key !== 'string' || !isRecord(base) || !isRecord(typed)) return [];
  return [key, ...unitOf(rest, base[key], typed[key])];
};

const within = (keys: readonly string[], other: readonly string[]): boolean =>
  other.every((key, at) => keys[at] === key);

const valueAt = (value: unknown, keys: readonly string[]): unknown => {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  return isRecord(value) ? valueAt(value[key], rest) : undefined;
};

/** The typed values, with those fields as they are stored. */
const without = (base: Fields, typed: Fields, units: readonly (readonly string[])[]): Fields =>
  mergeFields(
    typed,
    units.map((keys) => {
      const stored = valueAt(base, keys);
      return {
        path: keys.join('.'),
        keys: [...keys],
        base: stored,
        theirs: valueAt(typed, keys),
        mine: stored,
        by: 'mine' as const,
      };
    }),
    () => 'mine',
  );

const names = (units: readonly (readonly string[])[]): string[] => [
  ...new Set(units.map((keys) => keys.join('.'))),
];

/** What can be saved of `typed` while some of its fields are wrong. `base` is what it began from; null for something new. */
export const savableRest = <T extends Fields>(
  base: T | null,
  typed: T,
  schema: z.ZodType<T>,
): SavableRest<T> => {
  const first = schema.safeParse(typed);
  const issues = first.success ? [] : first.error.issues;
  if (base === null)
    return {
      ok: false,
      why: 'new',
      left: names(issues.map(({ path }) => path.map(String))),
      together: [],
    };
  const faulty = issues
    .map(({ path }) => unitOf(path, base, typed))
    .filter((keys) => keys.length > 0);
  const left = [...faulty];
  const together: string[][] = [];
  const changed = fieldChanges(base, base, typed)
    .map(({ keys }) => keys)
    .filter((keys) => !faulty.some((unit) => within(unit, keys)));
  for (;;) {
    const value = without(base, typed, left);
    const checked = schema.safeParse(value);
    if (checked.success) {
      const saved = fieldChanges(base, base, checked.data).map(({ path }) => path);
      if (isSameJson(value, base))
        return { ok: false, why: 'nothing', left: names(faulty), together: names(together) };
      return {
        ok: true,
        value: checked.data,
        typed: value,
        saved,
        left: names(faulty),
        together: names(together),
      };
    }
    // Sound before and wrong now: it hangs together with what was left out.
    const open = changed.filter((keys) => !together.includes(keys));
    const named = checked.error.issues.map(({ path }) => unitOf(path, base, typed));
    const next =
      open.find((keys) => named.some((unit) => unit.length > 0 && within(unit, keys))) ??
      open.find((keys) => schema.safeParse(without(base, typed, [...left, keys])).success);
    if (!next)
      return {
        ok: false,
        why: 'together',
        left: names(faulty),
        together: names([...together, ...open]),
      };
    together.push(next);
    left.push(next);
  }
};
