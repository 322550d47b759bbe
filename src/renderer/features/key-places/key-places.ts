import type { Layout, LayoutKey, LayoutPage } from '#shared/contract/layout.ts';
import type { KeyPlace } from '../../ui/KeyGrid.tsx';

/** What a key fires. */
export type Fired = { intent_name: string } | { macro_id: string };

/** A key that fires something, and where it sits. */
export interface PlacedKey extends KeyPlace {
  device_id: string;
  label: string;
}

const isAt = (key: LayoutKey, { row, col }: KeyPlace): boolean =>
  key.row === row && key.col === col;

const fires = (key: LayoutKey, fired: Fired): boolean =>
  'macro_id' in fired
    ? key.macro_id === fired.macro_id
    : key.intent_name === fired.intent_name && !key.macro_id;

/** Every key that fires it, deck by deck. */
export const keysFiring = (
  layouts: Readonly<Record<string, Layout>>,
  fired: Fired,
): PlacedKey[] =>
  Object.values(layouts).flatMap(({ device_id, pages }) =>
    pages.flatMap(({ page, keys }) =>
      keys
        .filter((key) => fires(key, fired))
        .map(({ row, col, label }) => ({ device_id, page, row, col, label })),
    ),
  );

export const keyAt = (layout: Layout | undefined, place: KeyPlace): LayoutKey | undefined =>
  layout?.pages.find(({ page }) => page === place.page)?.keys.find((key) => isAt(key, place));

const withPage = (
  layout: Layout,
  page: number,
  change: (keys: readonly LayoutKey[]) => LayoutKey[],
): Layout => {
  const old: LayoutPage = layout.pages.find((each) => each.page === page) ?? {
    page,
    name: '',
    keys: [],
  };
  const others = layout.pages.filter((each) => each !== old);
  const pages = [...others, { ...old, keys: change(old.keys) }];
  return { ...layout, pages: pages.toSorted((a, b) => a.page - b.page) };
};

/** The layout with that key in that place, in place of what was there. */
export const withKey = (layout: Layout, page: number, key: LayoutKey): Layout =>
  withPage(layout, page, (keys) => [
    ...keys.filter((other) => other.row !== key.row || other.col !== key.col),
    key,
  ]);

/** The layout without what is in that place: a press there is a plain press again. */
export const withoutKey = (layout: Layout, place: KeyPlace): Layout =>
  withPage(layout, place.page, (keys) => keys.filter((key) => !isAt(key, place)));

/** `camera_2_wide` as a key would say it: `Camera 2 wide`. */
export const labelFrom = (name: string): string => {
  const words = name
    .replaceAll(/[._-]+/g, ' ')
    .trim()
    .slice(0, 60);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The first place of a deck where nothing is yet; null where it is full. */
export const freePlace = (
  deck: { rows: number; cols: number; page_count: number },
  layout: Layout | undefined,
): KeyPlace | null => {
  for (let page = 1; page <= deck.page_count; page += 1)
    for (let row = 0; row < deck.rows; row += 1)
      for (let col = 0; col < deck.cols; col += 1)
        if (!keyAt(layout, { page, row, col })) return { page, row, col };
  return null;
};
