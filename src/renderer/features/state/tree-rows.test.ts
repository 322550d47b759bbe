import { expect, test } from 'vitest';
import {
  ancestorsOf,
  MEMBERS_PAGE,
  pointerOf,
  treeRows,
  type TreeFolds,
  revealing,
} from './tree-rows.ts';

const folds = (open: [string, boolean][] = [], shown: [string, number][] = []): TreeFolds => ({
  open: new Map(open),
  shown: new Map(shown),
});
const ids = (data: unknown, given = folds()): string[] =>
  treeRows(data, given).map(({ id }) => id);

const data = { show: { scene: 'break', 'a/b': { deep: 1 } }, list: [1, [2]], none: {} };

test('small members of the first level are open, what is deeper is not', () => {
  expect(ids(data)).toEqual([
    '/show',
    '/show/scene',
    '/show/a~1b',
    '/list',
    '/list/0',
    '/list/1',
    '/none',
  ]);
  const rows = treeRows(data, folds());
  expect(rows[0]).toMatchObject({ depth: 0, isOpen: true, posInSet: 1, setSize: 3 });
  expect(rows[2]).toMatchObject({ depth: 1, isOpen: false, keys: ['show', 'a/b'] });
  // What holds nothing can't be opened.
  expect(rows.at(-1)).toMatchObject({ isOpen: null });
});

test('what somebody opened or closed by hand stays so', () => {
  expect(
    ids(
      data,
      folds([
        ['/show', false],
        ['/list/1', true],
      ]),
    ),
  ).toEqual(['/show', '/list', '/list/0', '/list/1', '/list/1/0', '/none']);
});

test('of many members a page is shown, and the next where it is asked for', () => {
  const many = { all: Array.from({ length: MEMBERS_PAGE * 2 + 5 }, (_, at) => at) };
  expect(ids(many)).toEqual(['/all']);
  const open = folds([['/all', true]]);
  const rows = treeRows(many, open);
  expect(rows).toHaveLength(1 + MEMBERS_PAGE + 1);
  expect(rows.at(-1)).toMatchObject({
    kind: 'more',
    of: '/all',
    setSize: MEMBERS_PAGE * 2 + 5,
  });
  const more = folds([['/all', true]], [['/all', MEMBERS_PAGE * 3]]);
  expect(treeRows(many, more)).toHaveLength(1 + MEMBERS_PAGE * 2 + 5);
});

test('a member comes into sight, with its page and all that it is in', () => {
  const many = { deep: { all: Array.from({ length: MEMBERS_PAGE + 5 }, (_, at) => [at]) } };
  const last = String(MEMBERS_PAGE + 4);
  const shown = ids(many, revealing(many, ['deep', 'all', last, '0'], folds()));
  expect(shown.slice(-2)).toEqual([`/deep/all/${last}`, `/deep/all/${last}/0`]);
  expect(ids(many, revealing(many, ['deep', 'gone', 'x'], folds()))).toContain('/deep/all');
});

test('pointers escape what means something in them', () => {
  expect(pointerOf(['a/b', '~c'])).toBe('/a~1b/~0c');
  expect(pointerOf([])).toBe('');
  expect(ancestorsOf(['a/b', '0', 'c'])).toEqual(['/a~1b', '/a~1b/0']);
});

test('the newest state of 10,000 members is walked in no time', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`k${at}`, { at }]),
  );
  expect(treeRows(wide, folds())).toHaveLength(MEMBERS_PAGE * 2 + 1);
});
