import type { Device } from '#shared/contract/device.ts';
import type { Layout, LayoutKey, LayoutPage } from '#shared/contract/layout.ts';
import type { Pressable } from './pressable.ts';

export const layoutPage = (layout: Layout | undefined, page: number): LayoutPage | undefined =>
  layout?.pages.find((entry) => entry.page === page);

export const layoutKeyAt = (
  page: LayoutPage | undefined,
  row: number,
  col: number,
): LayoutKey | undefined => page?.keys.find((key) => key.row === row && key.col === col);

/** What a person calls a key: its label, else what it fires, else where it is. */
export const keyName = (
  key: LayoutKey | undefined,
  at: { page: number; row: number; col: number },
): string =>
  key?.label.trim() ||
  key?.intent_name ||
  key?.macro_id ||
  `Empty key ${at.page}/${at.row}/${at.col}`;

export const pressableAt = (
  device: Device,
  page: LayoutPage | undefined,
  at: { page: number; row: number; col: number },
): Pressable => {
  const key = layoutKeyAt(page, at.row, at.col);
  return {
    place: { device_id: device.device_id, ...at },
    name: keyName(key, at),
    intentName: key?.intent_name ?? null,
    macroId: key?.macro_id ?? null,
    guard: key?.guard ?? null,
    isDisabled: Boolean(key?.disabled),
  };
};
