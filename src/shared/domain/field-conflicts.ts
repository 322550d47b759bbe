/** A value as JSON has it, or undefined where a field is absent. */
type Field = unknown;

/** One field that somebody changed, with what both started from. `path` names it: `retry.attempts`. */
export interface FieldChange {
  path: string;
  /** The same, key by key: a key may hold a dot itself, such as `context.scene`. */
  keys: string[];
  base: Field;
  theirs: Field;
  mine: Field;
  /** `both`: a choice is needed. What only one side changed is no conflict. */
  by: 'theirs' | 'mine' | 'both';
}

const isRecord = (value: Field): value is Record<string, Field> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON: the order of an object's keys says nothing, and an absent field is an undefined one. */
export const isSameJson = (one: Field, other: Field): boolean => {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSameJson(item, other[at]));
  if (!isRecord(one) || !isRecord(other)) return false;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
    isSameJson(one[key], other[key]),
  );
};

const keysOf = (...values: Record<string, Field>[]): string[] => [
  ...new Set(values.flatMap((value) => Object.keys(value))),
];

const compare = (keys: string[], base: Field, theirs: Field, mine: Field): FieldChange[] => {
  if (isSameJson(theirs, mine)) return [];
  const byThem = !isSameJson(base, theirs);
  const byMe = !isSameJson(base, mine);
  // Objects that all three have are compared field by field; lists as a whole: their order is their meaning.
  if (byThem && byMe && isRecord(theirs) && isRecord(mine) && isRecord(base))
    return keysOf(base, theirs, mine).flatMap((key) =>
      compare([...keys, key], base[key], theirs[key], mine[key]),
    );
  const by = byThem && byMe ? 'both' : byThem ? 'theirs' : 'mine';
  return [{ path: keys.join('.'), keys, base, theirs, mine, by }];
};

/** What two people made of one value, field by field; `base` is null where both began with nothing. */
export const fieldChanges = (
  base: Record<string, Field> | null,
  theirs: Record<string, Field>,
  mine: Record<string, Field>,
): FieldChange[] => {
  const from = base ?? {};
  return keysOf(from, theirs, mine).flatMap((key) =>
    compare([key], from[key], theirs[key], mine[key]),
  );
};

/** One field that two versions have differently; undefined where a side does not have it. */
export interface FieldDifference {
  path: string;
  /** The same, key by key. */
  keys: string[];
  from: Field;
  to: Field;
}

/** What differs between two versions, field by field; lists are compared as a whole. */
export const fieldDifferences = (
  from: Record<string, Field>,
  to: Record<string, Field>,
  within: readonly string[] = [],
): FieldDifference[] =>
  keysOf(from, to).flatMap((key) => {
    const [one, other] = [from[key], to[key]];
    if (isSameJson(one, other)) return [];
    const keys = [...within, key];
    return isRecord(one) && isRecord(other)
      ? fieldDifferences(one, other, keys)
      : [{ path: keys.join('.'), keys, from: one, to: other }];
  });

const put = (target: Record<string, Field>, keys: string[], value: Field): void => {
  const [key = '', ...rest] = keys;
  if (rest.length === 0) {
    if (value === undefined) delete target[key];
    else target[key] = value;
    return;
  }
  const within = target[key];
  const copy: Record<string, Field> = isRecord(within) ? { ...within } : {};
  put(copy, rest, value);
  target[key] = copy;
};

/** Theirs, with mine wherever `take` says so; the paths are those of the changes. */
export const mergeFields = (
  theirs: Record<string, Field>,
  changes: readonly FieldChange[],
  take: (change: FieldChange) => 'theirs' | 'mine',
): Record<string, Field> => {
  const merged = { ...theirs };
  for (const change of changes)
    if (take(change) === 'mine') put(merged, change.keys, change.mine);
  return merged;
};
