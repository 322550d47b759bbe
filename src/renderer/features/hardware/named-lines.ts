/** What was typed, or what is wrong with it and what to type. */
export type Lines<T> = { ok: true; value: T } | { ok: false; problem: string };

export interface NamedLine {
  /** From 1, as an editor counts. */
  number: number;
  name: string;
  /** What stands behind the sign; null where there is no sign. */
  value: string | null;
}

/** A name in quotes at the start of a line, as JSON has it. */
const QUOTED = /^\s*("(?:[^"\\]|\\.)*")\s*=/;

/** The text that a JSON string stands for; null where it is none. */
export const unquoted = (text: string): string | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
};

const lineOf = (line: string): Omit<NamedLine, 'number'> => {
  const [before, quoted = ''] = QUOTED.exec(line) ?? [];
  const name = before === undefined ? null : unquoted(quoted);
  if (before !== undefined && name !== null)
    return { name, value: line.slice(before.length).trim() };
  const sign = line.indexOf('=');
  const typed = (sign < 0 ? line : line.slice(0, sign)).trim();
  // What begins with a quote and does not end with one is not finished.
  const isOpen = typed.startsWith('"');
  return { name: isOpen ? '' : typed, value: sign < 0 ? null : line.slice(sign + 1).trim() };
};

/** The lines of `name = value` that say something. A name that holds "=" or the like stands in quotes. */
export const namedLines = (text: string): NamedLine[] =>
  text
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [{ number: at + 1, ...lineOf(line) }]));

/** A name as it is written in front of the sign. */
export const writtenName = (name: string): string =>
  name === '' || name.trim() !== name || /^"|[=\n\r]/.test(name) ? JSON.stringify(name) : name;

/** What is wrong where one name stands in two lines: the later one would win without a word. */
export const twice = ({ number, name }: NamedLine): string =>
  `Line ${number}: ${name} stands in another line already: keep one of them.`;
