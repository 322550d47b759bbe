import { useEffect, type PointerEvent } from 'react';
import { showPage } from '../../state/surface.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import type { Device } from '#shared/contract/device.ts';
import { layoutKeyAt, pressableAt } from './deck-keys.ts';
import { hold, release, releaseAll } from './press-key.ts';

export interface DeckPlace {
  page: number;
  row: number;
  col: number;
}

/** The place that a key element stands for; null for anything else. */
export const placeOf = (target: EventTarget | null): DeckPlace | null => {
  const element = target instanceof Element ? target.closest('[data-key]') : null;
  const [page, row, col] = element?.getAttribute('data-key')?.split('/').map(Number) ?? [];
  if (page === undefined || row === undefined || col === undefined) return null;
  return { page, row, col };
};

/** Presses a key of the page for as long as `holder` holds it, or goes to the page that the key names. */
export const pressPlace = (
  holder: string,
  device: Device,
  page: LayoutPage | undefined,
  at: DeckPlace,
): void => {
  const goTo = layoutKeyAt(page, at.row, at.col)?.go_to_page;
  if (goTo) showPage(Math.min(goTo, device.page_count));
  else hold(holder, pressableAt(device, page, at));
};

/** Lets go of every key that can't be known to be held any longer. */
const useReleases = (): void => {
  useEffect(() => {
    const onPointerEnd = (event: globalThis.PointerEvent): void =>
      release(`pointer ${event.pointerId}`);
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') releaseAll();
    };
    const ends = ['pointerup', 'pointercancel', 'lostpointercapture'] as const;
    for (const end of ends) window.addEventListener(end, onPointerEnd);
    window.addEventListener('blur', releaseAll);
    window.addEventListener('pagehide', releaseAll);
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      for (const end of ends) window.removeEventListener(end, onPointerEnd);
      window.removeEventListener('blur', releaseAll);
      window.removeEventListener('pagehide', releaseAll);
      document.removeEventListener('visibilitychange', onHidden);
      releaseAll();
    };
  }, []);
};

/** Its release is heard even outside the window. A pointer that is gone already can't be captured. */
const capture = ({ target, pointerId }: PointerEvent): void => {
  try {
    if (target instanceof Element) target.closest('[data-key]')?.setPointerCapture(pointerId);
  } catch {
    release(`pointer ${pointerId}`);
  }
};

/** Acts on pointer down, once per finger. Any other button than the first does nothing. */
export const useDeckPointer = (device: Device, page: LayoutPage | undefined) => {
  useReleases();
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const at = event.button === 0 ? placeOf(event.target) : null;
    if (!at) return;
    pressPlace(`pointer ${event.pointerId}`, device, page, at);
    capture(event);
  };
  return { onPointerDown };
};
