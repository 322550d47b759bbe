/** How much of a reply an execution keeps, in characters. */
export const REPLY_CHARACTERS = 4096;

/** Text for a person, cut to a length without half a character at its end. */
export const cutText = (
  text: string,
  most = REPLY_CHARACTERS,
): { text: string; truncated?: boolean } =>
  text.length <= most
    ? { text }
    : { text: text.slice(0, most).replace(/[\uD800-\uDBFF]$/, ''), truncated: true };
