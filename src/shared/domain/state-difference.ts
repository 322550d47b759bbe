import type { PatchOperation, StateData } from '../contract/master-state.ts';
import { escapeKey } from './json-pointer.ts';
import { isJsonObject, sameJson } from './json-values.ts';

const ofLists = (before: unknown[], after: unknown[], path: string): PatchOperation[] => {
  // Lists are compared place by place: finding the shortest way would take the product of their lengths.
  if (before.length !== after.length) return [{ op: 'replace', path, value: after }];
  return before.flatMap((item, index) => ofValues(item, after[index], `${path}/${index}`));
};

const ofObjects = (
  before: StateData,
  after: StateData,
  path: string,
): readonly PatchOperation[] => {
  const operations: PatchOperation[] = [];
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key))
      operations.push({ op: 'remove', path: `${path}/${escapeKey(key)}` });
  for (const [key, value] of Object.entries(after)) {
    const at = `${path}/${escapeKey(key)}`;
    if (Object.hasOwn(before, key)) operations.push(...ofValues(before[key], value, at));
    else operations.push({ op: 'add', path: at, value });
  }
  return operations;
};

const ofValues = (before: unknown, after: unknown, path: string): readonly PatchOperation[] => {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path);
  if (isJsonObject(before) && isJsonObject(after)) return ofObjects(before, after, path);
  return sameJson(before, after) ? [] : [{ op: 'replace', path, value: after }];
};

/** A patch (RFC 6902) that makes `after` out of `before`; empty where they are the same JSON. */
export const stateDifference = (
  before: StateData,
  after: StateData,
): readonly PatchOperation[] => ofObjects(before, after, '');
