export interface SparklineShape {
  /** An SVG path; a value that is missing breaks the line. */
  path: string;
  /** Where values are missing. */
  gaps: readonly { x: number; width: number }[];
}

interface Box {
  width: number;
  height: number;
  /** So many values fill the width; fewer of them stand at its right end. */
  room: number;
  /** The height stands for this much at least, so that noise looks like noise. */
  least: number;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Values, oldest first, as a line in a box, from zero at its foot to the highest of them. */
export const sparklineShape = (
  values: readonly (number | null)[],
  { width, height, room, least }: Box,
): SparklineShape => {
  const shown = values.slice(-room);
  const step = width / Math.max(1, room - 1);
  const top = Math.max(least, ...shown.map((value) => value ?? 0));
  const xOf = (at: number): number => rounded(width - (shown.length - 1 - at) * step);
  const yOf = (value: number): number => rounded(height - (Math.max(0, value) / top) * height);
  let path = '';
  const gaps: { x: number; width: number }[] = [];
  let before: number | null = null;
  for (const [at, value] of shown.entries()) {
    if (value === null) {
      const last = gaps.at(-1);
      const x = rounded(Math.max(0, xOf(at) - step / 2));
      const end = rounded(Math.min(width, xOf(at) + step / 2));
      if (last && before === null && at > 0) last.width = rounded(end - last.x);
      else gaps.push({ x, width: rounded(end - x) });
    } else {
      // A dot is a line of no length with round ends.
      path += `${before === null ? 'M' : 'L'}${xOf(at)} ${yOf(value)}`;
      if (before === null && (shown[at + 1] ?? null) === null) path += 'h0.01';
    }
    before = value;
  }
  return { path, gaps };
};
