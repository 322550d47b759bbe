/** How the parts of a square key share its side, in pixels. The outcome strip has a fixed height: labels never move. */
export interface KeyMetrics {
  pad: number;
  top: number;
  icon: number;
  strip: number;
  stripText: number;
  label: { width: number; height: number; largest: number };
}

const between = (low: number, value: number, high: number): number =>
  Math.round(Math.min(high, Math.max(low, value)));

export const keyMetrics = (side: number): KeyMetrics => {
  const pad = between(5, side * 0.083, 16);
  const icon = between(16, side * 0.204, 44);
  const top = side < 100 ? icon : icon + 2;
  const strip = between(18, side * 0.222, 44);
  const stripText = between(11, side * 0.11, 20);
  const border = 2;
  return {
    pad,
    top,
    icon,
    strip,
    stripText,
    label: {
      width: side - 2 * pad - border,
      height: side - pad - top - strip - border - between(2, side * 0.04, 10),
      largest: between(13, side * 0.139, 38),
    },
  };
};

/** Smaller text can't be read from two metres. */
const SMALLEST = 11;
const LINES = 3;
export const LINE_HEIGHT = 1.14;

/** Widths of Inter at weight 600, in em, by kind of letter; a kind's widest member decides. */
const WIDTHS: [RegExp, number][] = [
  [/[iIlj.,:;'’|!]/, 0.3],
  [/[frt()[\]/\-–\s]/, 0.4],
  [/[mM@%]/, 0.92],
  [/[wW—]/, 0.98],
  [/[A-Z0-9&#+=<>?]/, 0.69],
  [/[a-z]/, 0.61],
];

const emOf = (letter: string): number => WIDTHS.find(([kind]) => kind.test(letter))?.[1] ?? 1;

const widthOf = (text: string): number => {
  let em = 0;
  for (const letter of text) em += emOf(letter);
  return em;
};

const wrap = (words: string[], em: number): string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const joined = `${last} ${word}`;
    if (last !== undefined && widthOf(joined) <= em) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
};

export interface FittedLabel {
  /** Pixels. */
  size: number;
  lines: string[];
}

/** The largest text of one to three lines that fits; at the smallest size what is too long is cut by the key. */
export const fitLabel = (label: string, { label: room }: KeyMetrics): FittedLabel => {
  const words = label.split(/\s+/).filter(Boolean);
  for (let size = room.largest; size > SMALLEST; size -= 1) {
    const lines = wrap(words, room.width / size);
    const fits =
      lines.length <= LINES &&
      lines.length * size * LINE_HEIGHT <= room.height &&
      lines.every((line) => widthOf(line) * size <= room.width);
    if (fits) return { size, lines };
  }
  const most = Math.max(1, Math.min(LINES, Math.floor(room.height / (SMALLEST * LINE_HEIGHT))));
  const lines = wrap(words, room.width / SMALLEST);
  const rest = lines.slice(most - 1).join(' ');
  return {
    size: SMALLEST,
    lines: lines.length > most ? [...lines.slice(0, most - 1), rest] : lines,
  };
};
