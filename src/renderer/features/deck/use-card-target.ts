import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type PointerEvent,
} from 'react';
import { placeOf, type DeckPlace } from './use-deck-pointer.ts';

export interface CardTarget {
  at: DeckPlace;
  /** The key on the screen, in pixels of the window. */
  box: DOMRect;
}

const OPEN_AFTER_MS = 600;
const CLOSE_AFTER_MS = 250;

const isSame = (a: DeckPlace, b: DeckPlace): boolean =>
  a.page === b.page && a.row === b.row && a.col === b.col;

/** Which key's card is open: a key that has something to explain, hovered, focused or held for a moment. */
export const useCardTarget = () => {
  const [target, setTarget] = useState<CardTarget | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const keepOpen = useCallback(() => clearTimeout(timer.current), []);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setTarget(null);
  }, []);
  const leave = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTarget(null), CLOSE_AFTER_MS);
  }, []);

  const openSoon = useCallback((element: EventTarget): void => {
    clearTimeout(timer.current);
    const at = placeOf(element);
    const key = element instanceof Element ? element.closest('[data-key]') : null;
    if (!at || !key) return;
    setTarget((open) => (open && isSame(open.at, at) ? open : null));
    timer.current = setTimeout(() => {
      // Looked at when the moment comes: a long press may have failed only now.
      if (key.isConnected && key.hasAttribute('data-why'))
        setTarget({ at, box: key.getBoundingClientRect() });
    }, OPEN_AFTER_MS);
  }, []);

  useEffect(() => {
    if (!target) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    const onPointerDown = (event: globalThis.PointerEvent): void => {
      const inside =
        event.target instanceof Element && event.target.closest('.key-card, [data-key]');
      if (!inside) close();
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('pointerdown', onPointerDown);
    window.addEventListener('resize', close);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('pointerdown', onPointerDown);
      window.removeEventListener('resize', close);
    };
  }, [target, close]);

  useEffect(() => () => clearTimeout(timer.current), []);

  const handlers = {
    onPointerOver: (event: PointerEvent) => openSoon(event.target),
    onPointerDown: (event: PointerEvent) => {
      setTarget(null);
      openSoon(event.target);
    },
    onPointerLeave: leave,
    onFocus: (event: FocusEvent) => {
      if (event.target.matches(':focus-visible')) openSoon(event.target);
    },
    onBlur: leave,
  };
  return { target, handlers, keepOpen, leave, close };
};
