/** Deeper than anything that a person made; a walk of it can't exhaust the stack. */
const DEEPEST = 200;

/** Keys that mean something else than a key to an object. */
export const isPrototypeKey = (key: string): boolean =>
  key === '__proto__' || key === 'constructor' || key === 'prototype';

/** True where an object in it, however deep, has the key `__proto__`: it would get lost on the way. */
export const holdsPrototype = (value: unknown): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Object.hasOwn(next, '__proto__')) return true;
    for (const item of Object.values(next)) left.push(item);
  }
  return false;
};

export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True where both are the same JSON: the order of an object's keys does not count. */
export const sameJson = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a))
    return (
      Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]))
    );
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
};

/** Why a value can't be kept as JSON; null where it can. `__proto__` is no key here: it would get lost on the way. */
export const jsonProblem = (value: unknown, depth = 0): string | null => {
  if (depth > DEEPEST) return `it is nested deeper than ${DEEPEST} levels`;
  if (typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : `${value} is no JSON number`;
  if (typeof value !== 'object') return `a value of type ${typeof value} is no JSON`;
  if (value === null) return null;
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = jsonProblem(item, depth + 1);
      if (problem !== null) return problem;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    return 'it holds an object that is no plain JSON';
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') return 'the key __proto__ is not allowed';
    const problem = jsonProblem(item, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
};
