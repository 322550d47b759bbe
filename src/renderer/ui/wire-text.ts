/** A piece of what went over the wire: text as it is, or one control character by its name. */
export type WirePiece = { kind: 'text'; text: string } | { kind: 'control'; name: string };

const NAMES: Record<string, string> = {
  '\0': 'NUL',
  '\t': 'TAB',
  '\n': 'LF',
  '\r': 'CR',
  '\u001B': 'ESC',
  '\u007F': 'DEL',
};

const nameOf = (control: string): string =>
  NAMES[control] ??
  `x${(control.codePointAt(0) ?? 0).toString(16).padStart(2, '0').toUpperCase()}`;

/** Splits what was sent or received so that nothing in it is invisible. */
export const wirePieces = (text: string): WirePiece[] =>
  text
    .split(/(\p{Cc})/u)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^\p{Cc}$/u.test(piece)
        ? { kind: 'control', name: nameOf(piece) }
        : { kind: 'text', text: piece },
    );
