import { HardwareMessageSchema, type HardwareMessage } from '#shared/contract/hardware.ts';

export type MessageDraft =
  | { ok: true; message: HardwareMessage }
  | { ok: false; problem: string };

const wrong = (problem: string): MessageDraft => ({ ok: false, problem });

/** Where the browser says that the text stops to be JSON; null where it does not say. */
const placeIn = (error: unknown, text: string): string | null => {
  const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (at === undefined) return null;
  const before = text.slice(0, Number(at)).split('\n');
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
};

/** What is typed, as a message that can be sent, or what is wrong with it and what to type. */
export const messageOf = (text: string): MessageDraft => {
  if (text.trim() === '') return wrong('Type a message, such as {"type": "toggle_buzzers"}.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = placeIn(error, text) ?? 'Somewhere';
    return wrong(
      `${place}: this is no JSON. Names and texts stand in "double quotes", with a comma between two fields and none behind the last.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('A message is an object: put it in { }.');
  const message = HardwareMessageSchema.safeParse(value);
  if (message.success) return { ok: true, message: message.data };
  return wrong('Every message has a type: add "type": "…", of 1 to 128 characters.');
};

/** The pieces of a JSON text: a string, a sign, or a number or word. */
const PIECES = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const INTEGER = /^-?\d+$/;

/** A whole number with more digits than are kept, and what becomes of it when it is sent; null where there is none. */
export const roundedIn = (text: string): { typed: string; sent: string } | null => {
  for (const piece of text.match(PIECES) ?? []) {
    if (!INTEGER.test(piece) || Number.isSafeInteger(Number(piece))) continue;
    const sent = JSON.stringify(Number(piece));
    if (sent !== piece) return { typed: piece, sent };
  }
  return null;
};

/** Spread over lines as `JSON.stringify` does, but piece by piece: numbers and names stay as they came. */
const spread = (text: string): string => {
  const pieces = text.match(PIECES) ?? [];
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  return pieces
    .map((piece, at) => {
      if (piece === '{' || piece === '[') {
        depth += 1;
        const isEmpty = pieces[at + 1] === '}' || pieces[at + 1] === ']';
        return isEmpty ? piece : piece + line();
      }
      if (piece === '}' || piece === ']') {
        depth -= 1;
        const isEmpty = pieces[at - 1] === '{' || pieces[at - 1] === '[';
        return isEmpty ? piece : line() + piece;
      }
      if (piece === ',') return piece + line();
      return piece === ':' ? ': ' : piece;
    })
    .join('');
};

/** A message to be looked at and changed: one field in a line where it is JSON, else as it came. */
export const spelledOut = (text: string): string => {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return spread(text);
};

/** The message in one line, without the type that stands beside it. */
export const inOneLine = (text: string, type: string | null): string => {
  const first = `{"type":${JSON.stringify(type)}`;
  if (type === null || !text.startsWith(first)) return text;
  return `{${text.slice(first.length).replace(/^,/, '')}`;
};
