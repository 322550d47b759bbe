import { useEffect, type KeyboardEvent } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import { neighbour } from '#shared/domain/deck-geometry.ts';
import { keyForStroke } from './hotkeys.ts';
import { release } from './press-key.ts';
import { placeOf, pressPlace } from './use-deck-pointer.ts';

const holderOf = (event: { code: string; key: string }): string =>
  `keyboard ${event.code || event.key}`;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter and Space belong to the control that has the focus, where one has. */
const isForControl = (event: globalThis.KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') &&
  event.target instanceof Element &&
  event.target.closest('button, a, [role="row"], [role="separator"]') !== null;

/** Hotkeys of the page that is shown, PageUp and PageDown; wherever the focus is but in a field or a dialog. */
export const useDeckHotkeys = (
  device: Device,
  page: LayoutPage | undefined,
  turn: (by: number) => void,
): void => {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || isTyping(event.target)) return;
      if (isForControl(event) || document.querySelector('dialog:modal')) return;
      const key = keyForStroke(page?.keys ?? [], event);
      if (key && page) {
        event.preventDefault();
        pressPlace(holderOf(event), device, page, {
          page: page.page,
          row: key.row,
          col: key.col,
        });
      } else if (event.key === 'PageDown' || event.key === 'PageUp') {
        event.preventDefault();
        turn(event.key === 'PageDown' ? 1 : -1);
      }
    };
    const onKeyUp = (event: globalThis.KeyboardEvent): void => release(holderOf(event));
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, [device, page, turn]);
};

/** Keys of the keyboard for the deck key that has the focus: arrows move it, Enter and Space press it. */
export const deckKeyDown = (
  event: KeyboardEvent<HTMLElement>,
  device: Device,
  page: LayoutPage | undefined,
  focus: (row: number, col: number) => void,
): void => {
  const at = placeOf(event.target);
  if (!at || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    if (!event.repeat) pressPlace(holderOf(event), device, page, at);
    return;
  }
  const next = neighbour(at, event.key, device);
  if (!next) return;
  event.preventDefault();
  focus(next.row, next.col);
};
