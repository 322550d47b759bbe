/**
 * Calls `seen` each time somebody can see an element: its page is in front, and it is scrolled into view. The
 * signal it gets aborts when that is over, and when `signal` does.
 */
export const whileInSight = (
  element: Element,
  signal: AbortSignal,
  seen: (inSight: AbortSignal) => void,
): void => {
  let isInView = false;
  let sight: AbortController | null = null;
  const look = (): void => {
    const isInSight = isInView && !document.hidden && !signal.aborted;
    if (isInSight === (sight !== null)) return;
    sight?.abort();
    sight = isInSight ? new AbortController() : null;
    if (sight) seen(sight.signal);
  };
  const observer = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? isInView;
    look();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', look, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    look();
  });
};
