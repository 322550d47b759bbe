import type { CSSProperties } from 'react';

interface RingProps {
  /** Per cent that are done. */
  percent?: number;
  /** Fills by itself in so many milliseconds. */
  fillMs?: number;
}

/** How far something has come, in the place of a key's icon. Its words stand in the strip. */
export const Ring = ({ percent = 0, fillMs }: RingProps) => {
  const style: CSSProperties & Record<'--p' | '--fill', string | number> = {
    '--p': percent,
    '--fill': `${fillMs ?? 0}ms`,
  };
  return (
    <svg className="ring" viewBox="0 0 26 26" aria-hidden style={style}>
      <circle cx="13" cy="13" r="10" pathLength="100" />
      <circle
        cx="13"
        cy="13"
        r="10"
        pathLength="100"
        data-fills={fillMs === undefined ? undefined : true}
      />
    </svg>
  );
};
