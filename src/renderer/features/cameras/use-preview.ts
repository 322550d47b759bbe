import { useCallback, useState, type RefCallback } from 'react';
import { showPreview } from './show-preview.ts';

/** Shows a camera in the element that gets the first value as its ref; the second says whether a picture was drawn. */
export const usePreview = (slot: string): [RefCallback<HTMLElement>, boolean] => {
  const [isDrawn, setIsDrawn] = useState(false);
  const show = useCallback<RefCallback<HTMLElement>>(
    (place) => {
      if (!place) return;
      // React may mount one element twice, and a canvas can be handed to a worker only once.
      const canvas = document.createElement('canvas');
      place.append(canvas);
      const over = new AbortController();
      showPreview(slot, canvas, () => setIsDrawn(true), over.signal);
      return () => {
        over.abort();
        canvas.remove();
        setIsDrawn(false);
      };
    },
    [slot],
  );
  return [show, isDrawn];
};
