import { useCallback, useState, type RefCallback } from 'react';
import { showPreview } from './show-preview.ts';

/** The window of the desktop app has no line for pictures yet. */
export const hasPreview = (): boolean => !window.mcr;

/** Shows a camera on the canvas that gets the first value as its ref; the second says whether a picture was drawn. */
export const usePreview = (slot: string): [RefCallback<HTMLCanvasElement>, boolean] => {
  const [isDrawn, setIsDrawn] = useState(false);
  const show = useCallback<RefCallback<HTMLCanvasElement>>(
    (canvas) => {
      if (!canvas) return;
      const over = new AbortController();
      canvas.addEventListener('picture', () => setIsDrawn(true), {
        once: true,
        signal: over.signal,
      });
      void showPreview(slot, canvas, over.signal);
      return () => {
        over.abort();
        setIsDrawn(false);
      };
    },
    [slot],
  );
  return [show, isDrawn];
};
