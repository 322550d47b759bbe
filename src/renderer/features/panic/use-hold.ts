import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';

/** Shorter than this a figure on the button would flicker. */
const TICK_MS = 100;

const isPress = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' ';

/** Held for `ms` it fires, once; let go before that, nothing happens. By pointer, Enter or Space. */
export const useHold = (ms: number, fire: () => void) => {
  /** Milliseconds still to hold; null while it is not held. */
  const [leftMs, setLeftMs] = useState<number | null>(null);
  const timers = useRef<{ end: number; tick: number } | null>(null);

  const stop = useCallback((): void => {
    if (timers.current) {
      clearTimeout(timers.current.end);
      clearInterval(timers.current.tick);
      timers.current = null;
    }
    setLeftMs(null);
  }, []);
  const start = (): void => {
    if (timers.current) return;
    const until = performance.now() + ms;
    timers.current = {
      end: window.setTimeout(() => {
        stop();
        fire();
      }, ms),
      tick: window.setInterval(
        () => setLeftMs(Math.max(0, until - performance.now())),
        TICK_MS,
      ),
    };
    setLeftMs(ms);
  };

  useEffect(() => {
    window.addEventListener('blur', stop);
    return () => {
      window.removeEventListener('blur', stop);
      stop();
    };
  }, [stop]);

  return {
    leftMs,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        // A finger that slides off the button has not let go. A pointer that is gone already can't be captured.
        if (event.currentTarget.isConnected && event.isPrimary)
          event.currentTarget.setPointerCapture(event.pointerId);
        start();
      },
      onPointerUp: stop,
      onPointerCancel: stop,
      onLostPointerCapture: stop,
      onBlur: stop,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (!isPress(event)) return;
        event.preventDefault();
        if (!event.repeat) start();
      },
      onKeyUp: (event: KeyboardEvent<HTMLElement>) => {
        if (isPress(event)) stop();
      },
    },
  };
};
