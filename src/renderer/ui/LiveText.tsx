import { useEffect, useRef } from 'react';

interface LiveTextProps {
  /** What it says at a moment, in milliseconds since 1970. */
  words: (now: number) => string;
  everyMs?: number;
  className?: string | undefined;
}

/** A text that changes by the clock, without React: an age that counts up, a wait that counts down. */
export const LiveText = ({ words, everyMs = 100, className }: LiveTextProps) => {
  const element = useRef<HTMLSpanElement>(null);
  const write = useRef<() => void>(() => undefined);
  useEffect(() => {
    write.current = () => {
      const text = words(Date.now());
      if (element.current && element.current.textContent !== text)
        element.current.textContent = text;
    };
    write.current();
  }, [words]);
  useEffect(() => {
    const timer = setInterval(() => write.current(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return <span ref={element} className={className} />;
};
