import { useCallback, useState, type RefCallback } from 'react';

interface Size {
  width: number;
  height: number;
}

/** The inner size of an element in pixels, null until it is laid out. Give the first value to the element as its ref. */
export const useElementSize = (): [RefCallback<Element>, Size | null] => {
  const [size, setSize] = useState<Size | null>(null);
  const observe = useCallback<RefCallback<Element>>((element) => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [observe, size];
};
