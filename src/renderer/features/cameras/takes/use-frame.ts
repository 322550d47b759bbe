import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { addressOfTake } from './filter-takes.ts';

/** The address follows when the frame stays for so long: a browser bears no new address thirty times a second. */
const SETTLED_MS = 250;

interface FrameOptions {
  file: string;
  /** Where the address names it. */
  folder: string | undefined;
  /** The frame that the address names. */
  addressed: number;
  last: number;
}

/** The frame that is shown. The address of the page follows it, and it follows the address. */
export const useFrame = ({
  file,
  folder,
  addressed,
  last,
}: FrameOptions): [number, (frame: number) => void] => {
  const [, go] = useLocation();
  const [frame, setFrame] = useState(addressed);
  const written = useRef(addressed);
  const shown = Math.min(Math.max(0, frame), Math.max(0, last));
  useEffect(() => {
    if (addressed === written.current) return;
    written.current = addressed;
    setFrame(addressed);
  }, [addressed]);
  useEffect(() => {
    if (shown === written.current) return;
    const timer = setTimeout(() => {
      written.current = shown;
      go(addressOfTake(file, shown, folder ?? null), { replace: true });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [shown, file, folder, go]);
  return [shown, setFrame];
};
