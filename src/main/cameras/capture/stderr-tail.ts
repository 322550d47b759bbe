const MOST_LINES = 20;
const MOST_LENGTH = 300;

/** The last 20 lines that a process said, without the passwords that addresses carry. */
export class StderrTail {
  readonly #lines: string[] = [];
  #rest = '';

  push(text: string): void {
    const parts = (this.#rest + text).split(/[\r\n]+/);
    // A line without end is cut: only its beginning is ever shown.
    this.#rest = (parts.pop() ?? '').slice(0, 4 * MOST_LENGTH);
    for (const part of parts) this.#add(part);
  }

  lines(): string[] {
    return [...this.#lines, clean(this.#rest)].filter((line) => line !== '').slice(-MOST_LINES);
  }

  /** What it said last; empty where it said nothing. */
  last(): string {
    return this.lines().at(-1) ?? '';
  }

  #add(part: string): void {
    const line = clean(part);
    if (line !== '') this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }
}

const clean = (line: string): string => withoutPassword(line).trim().slice(0, MOST_LENGTH);

/** An address as it may be shown: user and password masked, and an SRT passphrase. */
export const withoutPassword = (text: string): string =>
  text
    .replaceAll(/\/\/[^/\s@]+@/g, '//***@')
    .replaceAll(/(passphrase|password|token)=[^&\s]+/gi, '$1=***');
