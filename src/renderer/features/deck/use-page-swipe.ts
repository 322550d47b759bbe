import { useRef, type PointerEvent, type WheelEvent } from 'react';

const SWIPE_PX = 60;
const WHEEL_PX = 30;
const GESTURE_MS = 400;

/** A finger on a key presses it; one on a control uses it. */
const isForOthers = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[data-key], select, dialog') !== null;

/** Turns pages: a finger across the page tabs or beside the keys, or two on a trackpad anywhere. */
export const usePageSwipe = (turn: (by: number) => void) => {
  const finger = useRef<{ pointerId: number; x: number } | null>(null);
  const lastWheel = useRef(0);

  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.pointerType === 'touch' && !isForOthers(event.target))
        finger.current = { pointerId: event.pointerId, x: event.clientX };
    },
    onPointerUp: (event: PointerEvent): void => {
      if (finger.current?.pointerId !== event.pointerId) return;
      const moved = event.clientX - finger.current.x;
      finger.current = null;
      if (Math.abs(moved) >= SWIPE_PX) turn(moved < 0 ? 1 : -1);
    },
    onPointerCancel: (): void => {
      finger.current = null;
    },
    onWheel: ({ deltaX, deltaY, timeStamp }: WheelEvent): void => {
      if (Math.abs(deltaX) < Math.max(WHEEL_PX, 2 * Math.abs(deltaY))) return;
      if (timeStamp - lastWheel.current > GESTURE_MS) turn(deltaX > 0 ? 1 : -1);
      lastWheel.current = timeStamp;
    },
  };
};
