import { useEffect, useState } from 'react';

/** A pause of minutes is no picture to look at. */
const LONGEST_WAIT_MS = 1000;

interface PlayOptions {
  frame: number;
  last: number;
  /** When a frame was recorded, in milliseconds. */
  msOf: (frame: number) => number;
  frameNear: (ms: number) => number;
  show: (frame: number) => void;
}

/** The frame to show after so many milliseconds of playing, and how many of them are spent on it. */
export const playOn = (
  { frame, last, msOf, frameNear }: Omit<PlayOptions, 'show'>,
  sinceMs: number,
): { frame: number; spentMs: number } => {
  if (frame >= last) return { frame, spentMs: 0 };
  const at = msOf(frame);
  const nextAt = msOf(frame + 1);
  if (nextAt - at > LONGEST_WAIT_MS)
    return sinceMs < LONGEST_WAIT_MS
      ? { frame, spentMs: 0 }
      : { frame: frame + 1, spentMs: LONGEST_WAIT_MS };
  if (at + sinceMs < nextAt) return { frame, spentMs: 0 };
  let to = Math.max(frame + 1, Math.min(last, frameNear(at + sinceMs)));
  while (to > frame + 1 && msOf(to) > at + sinceMs) to -= 1;
  return { frame: to, spentMs: msOf(to) - at };
};

/** Plays at the speed at which it was recorded, from the frame that is shown to the last. */
export const usePlay = (options: PlayOptions): [boolean, (isPlaying: boolean) => void] => {
  const [isPlaying, setPlaying] = useState(false);
  const { frame, last, msOf, frameNear, show } = options;
  // When the frame that is shown came on screen, kept over frames so that no time is lost between them.
  const [since, setSince] = useState(0);
  useEffect(() => {
    if (!isPlaying) return;
    const tick = (now: number): void => {
      const step = playOn({ frame, last, msOf, frameNear }, now - since);
      if (step.frame === frame) request = requestAnimationFrame(tick);
      else {
        setSince(since + step.spentMs);
        show(step.frame);
        if (step.frame >= last) setPlaying(false);
      }
    };
    let request = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(request);
  }, [isPlaying, since, frame, last, msOf, frameNear, show]);
  const play = (on: boolean): void => {
    setSince(performance.now());
    setPlaying(on && last > 0);
    if (on && frame >= last) show(0);
  };
  return [isPlaying, play];
};
