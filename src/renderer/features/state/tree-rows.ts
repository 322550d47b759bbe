import { escapeKey } from '#shared/domain/json-pointer.ts';
import { isJsonObject } from '#shared/domain/json-values.ts';

/** So many members of one value are shown at first, and so many more each time that is asked for. */
export const MEMBERS_PAGE = 200;
const SMALL = 40;

export interface MemberRow {
  kind: 'member';
  /** The member's JSON pointer. */
  id: string;
  keys: readonly string[];
  depth: number;
  value: unknown;
  /** Null for what holds nothing. */
  isOpen: boolean | null;
  posInSet: number;
  setSize: number;
}

/** Stands for members that are not shown yet. */
export interface MoreRow {
  kind: 'more';
  id: string;
  /** Whose they are. */
  of: string;
  depth: number;
  shown: number;
  setSize: number;
}

export type TreeRow = MemberRow | MoreRow;

export interface TreeFolds {
  /** By pointer: opened or closed by hand. */
  open: ReadonlyMap<string, boolean>;
  /** By pointer: how many members are shown. */
  shown: ReadonlyMap<string, number>;
}

const membersOf = (value: unknown): [string, unknown][] => {
  if (Array.isArray(value))
    return value.map((item, at): [string, unknown] => [String(at), item]);
  return isJsonObject(value) ? Object.entries(value) : [];
};

const countOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
};

/** Small members of the first level are open until somebody closes them. */
const opensByItself = (depth: number, count: number): boolean => depth === 0 && count <= SMALL;

export const pointerOf = (keys: readonly string[]): string =>
  keys.map((key) => `/${escapeKey(key)}`).join('');

/** The members in sight, in their order: what is closed is not gone into. */
export const treeRows = (data: unknown, { open, shown }: TreeFolds): TreeRow[] => {
  const rows: TreeRow[] = [];
  const walk = (value: unknown, keys: readonly string[], id: string): void => {
    const members = membersOf(value);
    const most = shown.get(id) ?? MEMBERS_PAGE;
    for (const [at, [key, inner]] of members.slice(0, most).entries()) {
      const innerId = `${id}/${escapeKey(key)}`;
      const count = countOf(inner);
      const depth = keys.length;
      const isOpen = count === 0 ? null : (open.get(innerId) ?? opensByItself(depth, count));
      const innerKeys = [...keys, key];
      rows.push({
        kind: 'member',
        id: innerId,
        keys: innerKeys,
        depth,
        value: inner,
        isOpen,
        posInSet: at + 1,
        setSize: members.length,
      });
      if (isOpen) walk(inner, innerKeys, innerId);
    }
    if (members.length > most)
      rows.push({
        kind: 'more',
        // No member has such a pointer: ~ stands before 0 or 1 there.
        id: `${id}/~more`,
        of: id,
        depth: keys.length,
        shown: most,
        setSize: members.length,
      });
  };
  walk(data, [], '');
  return rows;
};

/** Everything on the way to a member. */
export const ancestorsOf = (keys: readonly string[]): string[] =>
  keys.slice(0, -1).map((_, at) => pointerOf(keys.slice(0, at + 1)));

/** The folds with which a member comes into sight. */
export const revealing = (
  data: unknown,
  keys: readonly string[],
  { open, shown }: TreeFolds,
): TreeFolds => {
  const pages = new Map(shown);
  let value = data;
  for (const [depth, key] of keys.entries()) {
    const id = pointerOf(keys.slice(0, depth));
    const members = membersOf(value);
    const at = members.findIndex(([name]) => name === key);
    const most = Math.ceil((at + 1) / MEMBERS_PAGE) * MEMBERS_PAGE;
    if (most > (pages.get(id) ?? MEMBERS_PAGE)) pages.set(id, most);
    value = members[at]?.[1];
  }
  return {
    open: new Map([...open, ...ancestorsOf(keys).map((id) => [id, true] as const)]),
    shown: pages,
  };
};
