import type { Layout } from '#shared/contract/layout.ts';

export interface PageTab {
  page: number;
  /** Empty where the layout gives none: the number is the name. */
  name: string;
}

/** More tabs than this are no help: then only pages with something on them, and those around where one is. */
const MANY = 24;
const AROUND = 2;

/** The pages of a device, by the names its layout gives them. */
export const pageTabs = (
  layout: Layout | undefined,
  pageCount: number,
  current: number,
): PageTab[] => {
  const names = new Map(layout?.pages.map(({ page, name }) => [page, name]));
  const all = Array.from({ length: pageCount }, (_, index) => index + 1);
  const shown =
    pageCount <= MANY
      ? all
      : all.filter((page) => names.has(page) || Math.abs(page - current) <= AROUND);
  return shown.map((page) => ({ page, name: names.get(page) ?? '' }));
};
