interface Grid {
  rows: number;
  cols: number;
}

interface Screen {
  width: number;
  height: number;
}

/** What stands around the deck, in pixels: see the shell's tokens. */
const FRAMES = {
  wide: { rail: 184, top: 52, bar: 40, pad: 24, gap: 8 },
  narrow: { rail: 68, top: 44, bar: 34, pad: 16, gap: 6 },
  portrait: { rail: 68, top: 52, bar: 40, pad: 20, gap: 6 },
};

/** The least that the list below the deck is given to begin with. */
const LIST_PX = 200;
const LARGEST_KEY = 300;

/** What the trace is given to begin with, beside the deck, of a window of this width. Pixels. */
export const traceWidth = (width: number): number =>
  Math.round(Math.min(560, Math.max(244, width * 0.245)));

/** As high as the deck needs for keys that fill its width, if that leaves a list below it. Pixels. */
export const deckHeightFor = (
  { rows, cols }: Grid,
  { width, height }: Screen,
  held: 'landscape' | 'portrait',
): number => {
  const frame =
    held === 'portrait' ? FRAMES.portrait : width > 1180 ? FRAMES.wide : FRAMES.narrow;
  const room = width - frame.rail - frame.pad - (held === 'portrait' ? 0 : traceWidth(width));
  const key = Math.min(LARGEST_KEY, (room - frame.gap * (cols - 1)) / cols);
  const wanted = Math.ceil(rows * key + frame.gap * (rows - 1) + frame.pad + frame.bar + 2);
  return Math.max(180, Math.min(wanted, height - frame.top - LIST_PX));
};
