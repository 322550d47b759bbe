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

/** A message to be looked at and changed: one field in a line where it is JSON, else as it came. */
export const spelledOut = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** The message in one line, without the type that stands beside it. */
export const inOneLine = (text: string, type: string | null): string => {
  const first = `{"type":${JSON.stringify(type)}`;
  if (type === null || !text.startsWith(first)) return text;
  return `{${text.slice(first.length).replace(/^,/, '')}`;
};
