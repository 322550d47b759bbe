import { applyPatch, type Operation } from 'rfc6902';
import type {
  PatchMode,
  PatchOperation,
  PatchProblem,
  StateData,
} from '../contract/master-state.ts';
import { isJsonObject, isPrototypeKey, jsonProblem, sameJson } from './json-values.ts';
import { escapeKey, keysOf, locate, type Place } from './json-pointer.ts';

export type Patched =
  | {
      ok: true;
      data: StateData;
      /** In RFC 6902, whatever the mode was. */
      patch: readonly PatchOperation[];
      /** Goes back. */
      inverse: readonly PatchOperation[];
    }
  | { ok: false; problem: PatchProblem };

const NAMES = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;
type Name = (typeof NAMES)[number];

class Refused extends Error {}

/** The value under one key, so that a patch can replace the whole of it too. */
interface Holder {
  root: unknown;
}

const textAt = (operation: PatchOperation, field: 'path' | 'from'): string => {
  const text = operation[field];
  if (typeof text !== 'string') throw new Refused(`Give "${field}", a JSON pointer.`);
  return text;
};

const pointerAt = (operation: PatchOperation, field: 'path' | 'from'): string[] => {
  const keys = keysOf(textAt(operation, field));
  if (keys === null)
    throw new Refused(
      `${JSON.stringify(operation[field])} is no JSON pointer: it begins with a slash, and ~ stands as ~0, / as ~1.`,
    );
  const barred = keys.find(isPrototypeKey);
  if (barred !== undefined) throw new Refused(`The key ${barred} is not allowed in a path.`);
  return keys;
};

const valueAt = (operation: PatchOperation): unknown => {
  if (!Object.hasOwn(operation, 'value') || operation['value'] === undefined)
    throw new Refused('Give "value".');
  const { value } = operation;
  const problem = jsonProblem(value);
  if (problem !== null) throw new Refused(`The value can't be kept: ${problem}.`);
  return value;
};

const there = (holder: Holder, keys: string[]): Place => {
  const place = locate(holder, ['root', ...keys]);
  if (place === null || !place.exists) throw new Refused('There is nothing at that path.');
  return place;
};

/** Where something is to be put: its parent has to be there, and a list has no holes. */
const space = (holder: Holder, keys: string[]): Place => {
  const place = locate(holder, ['root', ...keys]);
  if (place === null)
    throw new Refused('The place that this path leads to is not there, or is beyond its list.');
  return place;
};

/**
 * Gives the containers on the way copies of their own, the parent of what the path names included: the value that
 * was read stays as it is, and what the patch does not touch is shared with it.
 */
const unshare = (holder: Holder, fresh: Set<object>, keys: readonly string[]): void => {
  let parent: unknown = holder;
  for (const key of ['root', ...keys.slice(0, -1)]) {
    if (!isJsonObject(parent) && !Array.isArray(parent)) return;
    const entries: Record<string, unknown> | unknown[] = parent;
    const child: unknown = Reflect.get(entries, key);
    if (typeof child !== 'object' || child === null) return;
    if (!fresh.has(child)) {
      const copy = Array.isArray(child) ? [...child] : { ...child };
      fresh.add(copy);
      Reflect.set(entries, key, copy);
      parent = copy;
    } else parent = child;
  }
};

const inList = (place: Place): boolean => Array.isArray(place.parent);

const pathOf = (keys: readonly string[]): string =>
  keys.map((key) => `/${escapeKey(key)}`).join('');

/** The keys with a list's `-` as the number that it stands for. */
const numbered = (keys: string[], place: Place): string[] =>
  Array.isArray(place.parent) && keys.at(-1) === '-'
    ? [...keys.slice(0, -1), String(place.parent.length)]
    : keys;

const undoAdd = (keys: string[], place: Place): PatchOperation => {
  const path = pathOf(numbered(keys, place));
  return place.exists && !inList(place)
    ? { op: 'replace', path, value: place.value }
    : { op: 'remove', path };
};

const isWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.length > outer.length && outer.every((key, index) => inner[index] === key);

class Draft {
  readonly holder: Holder;
  readonly inverse: PatchOperation[] = [];
  private readonly fresh = new Set<object>();
  private readonly plain: (value: unknown) => unknown;
  constructor(data: StateData, plain: (value: unknown) => unknown) {
    this.holder = { root: data };
    this.plain = plain;
  }

  apply(operation: PatchOperation): void {
    const name = NAMES.find((known) => known === operation['op']);
    if (name === undefined) throw new Refused(`"op" is none of ${NAMES.join(', ')}.`);
    const keys = pointerAt(operation, 'path');
    switch (name) {
      case 'test':
        this.test(keys, valueAt(operation));
        return;
      case 'add':
        this.add(keys, valueAt(operation));
        return;
      case 'remove':
        this.remove(keys);
        return;
      case 'replace':
        this.replace(keys, valueAt(operation));
        return;
      case 'copy':
        this.add(keys, there(this.holder, pointerAt(operation, 'from')).value);
        return;
      case 'move':
        this.move(pointerAt(operation, 'from'), keys);
    }
  }

  private test(keys: string[], wanted: unknown): void {
    const { value } = there(this.holder, keys);
    if (!sameJson(this.plain(value), wanted))
      throw new Refused('The test does not hold: another value stands there.');
  }

  private add(keys: string[], value: unknown): void {
    const place = space(this.holder, keys);
    this.inverse.unshift(undoAdd(keys, place));
    this.run({ op: 'add', path: keys, value });
  }

  private remove(keys: string[]): void {
    const { value } = there(this.holder, keys);
    this.inverse.unshift({ op: 'add', path: pathOf(keys), value });
    this.run({ op: 'remove', path: keys });
  }

  private replace(keys: string[], value: unknown): void {
    const place = there(this.holder, keys);
    this.inverse.unshift({ op: 'replace', path: pathOf(keys), value: place.value });
    this.run({ op: 'replace', path: keys, value });
  }

  /** Taken away and then put, as the standard defines it: so it is undone, too. */
  private move(from: string[], keys: string[]): void {
    const { value } = there(this.holder, from);
    if (isWithin(keys, from)) throw new Refused("Nothing can be moved into what it's made of.");
    if (pathOf(from) === pathOf(keys)) return;
    this.remove(from);
    this.add(keys, value);
  }

  private run(step: { op: Name; path: string[]; value?: unknown }): void {
    unshare(this.holder, this.fresh, step.path);
    const path = pathOf(['root', ...step.path]);
    const [error] = applyPatch(this.holder, [operationOf(step.op, path, step.value)]);
    if (error) throw new Refused(`${error.message}.`);
  }
}

const operationOf = (op: Name, path: string, value: unknown): Operation => {
  if (op === 'remove') return { op, path };
  return op === 'replace' ? { op, path, value } : { op: 'add', path, value };
};

const shownText = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The seed's patches in RFC 6902, each in its place: what is not there is removed without a word, other operations are
 * passed over (null).
 */
const fromFlat = (
  data: StateData,
  patch: readonly PatchOperation[],
): readonly (PatchOperation | null)[] => {
  const keys = new Set(Object.keys(data));
  return patch.map((operation): PatchOperation | null => {
    const { op } = operation;
    const key = shownText(operation['path']).replace(/^\/+/, '');
    const path = `/${escapeKey(key)}`;
    if (op === 'replace' || op === 'add') {
      keys.add(key);
      return { op: 'add', path, value: operation['value'] ?? null };
    }
    return op === 'remove' && keys.delete(key) ? { op, path } : null;
  });
};

/**
 * What a patch makes of a state, which itself is left as it is. Either all of its operations are done or none, and the
 * one at fault is named. `plain` gives a value that stands in the state as a `test` sees it.
 */
export const applyStatePatch = (
  data: StateData,
  given: readonly PatchOperation[],
  mode: PatchMode = 'rfc6902',
  plain: (value: unknown) => unknown = (value) => value,
): Patched => {
  const draft = new Draft(data, plain);
  const steps = mode === 'flat' ? fromFlat(data, given) : given;
  const refused = (index: number, message: string): Patched => {
    const operation = given[index] ?? {};
    const [op, path] = [shownText(operation['op']), shownText(operation['path'])];
    return { ok: false, problem: { index, op, path, message } };
  };
  for (const [index, operation] of steps.entries()) {
    try {
      if (operation) draft.apply(operation);
    } catch (error) {
      if (error instanceof Refused) return refused(index, error.message);
      throw error;
    }
  }
  const { root } = draft.holder;
  if (!isJsonObject(root))
    return refused(given.length - 1, 'The state has to stay an object with keys.');
  const patch = steps.filter((operation) => operation !== null);
  return { ok: true, data: root, patch, inverse: draft.inverse };
};
