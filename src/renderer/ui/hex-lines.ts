export interface HexLine {
  /** Of the first byte, from the start. */
  at: number;
  hex: string;
  /** Printable characters as they are, the others as a middle dot. */
  text: string;
}

/** The bytes in lines of eight. */
export const hexLines = (bytes: Uint8Array, perLine = 8): HexLine[] => {
  const lines: HexLine[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const some = [...bytes.subarray(at, at + perLine)];
    lines.push({
      at,
      hex: some.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: some
        .map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCodePoint(byte) : '·'))
        .join(''),
    });
  }
  return lines;
};
