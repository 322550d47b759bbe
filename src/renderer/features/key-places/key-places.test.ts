import { expect, test } from 'vitest';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { freePlace, keyAt, keysFiring, labelFrom, withKey, withoutKey } from './key-places.ts';

const layout = LayoutSchema.parse({
  device_id: 'deck',
  skin: 'dark',
  pages: [
    { page: 2, name: 'Second', keys: [{ row: 0, col: 0, macro_id: 'open' }] },
    {
      page: 1,
      name: 'First',
      keys: [
        { row: 0, col: 0, label: 'Go', intent_name: 'go', icon: 'play' },
        { row: 0, col: 1, label: 'Both', intent_name: 'go', macro_id: 'open' },
      ],
    },
  ],
});

test('a key is found by what it fires; a macro goes before an intent, as the engine has it', () => {
  expect(keysFiring({ deck: layout }, { intent_name: 'go' })).toEqual([
    { device_id: 'deck', page: 1, row: 0, col: 0, label: 'Go' },
  ]);
  expect(
    keysFiring({ deck: layout }, { macro_id: 'open' }).map(({ page, col }) => [page, col]),
  ).toEqual([
    [2, 0],
    [1, 1],
  ]);
});

test('a key takes the place of the one that was there, and nothing else changes', () => {
  const next = withKey(layout, 1, {
    row: 0,
    col: 0,
    label: 'Stop',
    intent_name: 'stop',
  });
  expect(keyAt(next, { page: 1, row: 0, col: 0 })).toEqual({
    row: 0,
    col: 0,
    label: 'Stop',
    intent_name: 'stop',
  });
  expect(keyAt(next, { page: 1, row: 0, col: 1 })).toBe(
    keyAt(layout, { page: 1, row: 0, col: 1 }),
  );
  expect(next).toMatchObject({
    skin: 'dark',
    pages: [{ page: 1, name: 'First' }, { page: 2 }],
  });
});

test('a page that has nothing yet is begun, and stands in its order', () => {
  const next = withKey(layout, 3, { row: 1, col: 1, label: 'New', intent_name: 'new' });
  expect(next.pages.map(({ page, keys }) => [page, keys.length])).toEqual([
    [1, 2],
    [2, 1],
    [3, 1],
  ]);
});

test('a key is taken away from its place alone', () => {
  const next = withoutKey(layout, { page: 1, row: 0, col: 0 });
  expect(keyAt(next, { page: 1, row: 0, col: 0 })).toBeUndefined();
  expect(keyAt(next, { page: 1, row: 0, col: 1 })).toBeDefined();
  expect(keyAt(next, { page: 2, row: 0, col: 0 })).toBeDefined();
});

test('the first free place goes on to the next page; a full deck has none', () => {
  expect(freePlace({ rows: 1, cols: 2, page_count: 2 }, layout)).toEqual({
    page: 2,
    row: 0,
    col: 1,
  });
  expect(freePlace({ rows: 1, cols: 2, page_count: 1 }, layout)).toBeNull();
  expect(freePlace({ rows: 1, cols: 2, page_count: 1 }, undefined)).toEqual({
    page: 1,
    row: 0,
    col: 0,
  });
});

test('a name becomes a label within what a key may hold', () => {
  expect(labelFrom('camera_2.wide')).toBe('Camera 2 wide');
  expect(labelFrom('x'.repeat(128))).toHaveLength(60);
});
