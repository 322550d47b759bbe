/** What is wrong with a client or its connection: what happened, and what to do. */
export class HardwareTrouble extends Error {
  override readonly name = 'HardwareTrouble';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Both in one text, as `last_error` shows it. */
export const troubleText = (error: unknown): string => {
  if (error instanceof HardwareTrouble) return `${error.message} ${error.hint}`.trim();
  return error instanceof Error ? error.message : String(error);
};
