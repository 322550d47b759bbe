const NEWLINE = 0x0a;

/** Lines out of a byte stream, however it was cut: decoded when whole, without their `\n` or `\r\n`. */
export class LineSplitter {
  #held: Buffer = Buffer.alloc(0);

  /** Bytes of a line that has not ended yet. */
  get heldBytes(): number {
    return this.#held.length;
  }

  push(chunk: Buffer): string[] {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const lines: string[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      const line = bytes.toString('utf8', from, at);
      lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
      from = at + 1;
    }
    this.#held = bytes.subarray(from);
    return lines;
  }

  clear(): void {
    this.#held = Buffer.alloc(0);
  }
}
