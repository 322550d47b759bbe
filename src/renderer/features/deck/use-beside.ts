import { useLayoutEffect, useRef, useState } from 'react';

const MARGIN = 8;

/**
 * Places a card beside a key, given by its box or by its selector: where there is room, and never over the edge
 * of the window.
 */
export const useBeside = (key: DOMRect | string) => {
  const card = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      const box =
        typeof key === 'string' ? document.querySelector(key)?.getBoundingClientRect() : key;
      if (!card.current || !box) return;
      const { width, height } = card.current.getBoundingClientRect();
      const right = box.right + MARGIN;
      const left = right + width + MARGIN <= innerWidth ? right : box.left - width - MARGIN;
      const top = Math.min(box.top, innerHeight - height - MARGIN);
      setAt({ left: Math.max(MARGIN, left), top: Math.max(MARGIN, top) });
    };
    place();
    if (typeof key !== 'string') return;
    const observer = new ResizeObserver(place);
    const element = document.querySelector(key);
    if (element) observer.observe(element);
    return () => observer.disconnect();
  }, [key]);
  return {
    card,
    style: at ?? { left: 0, top: 0, visibility: 'hidden' as const },
    /** Nothing in it can have the focus before. */
    isPlaced: at !== null,
  };
};
