const FIELD = /^\{var:([^{}]*)\}(?:\.(.+))?$/;
const OPERAND = /^\{var:([^{}]*)\}$/;

/** The session's variable that a field asks about, and the place inside of its value; null for any other field. */
export const sessionKey = (key: string): { name: string; inside: string | null } | null => {
  const found = FIELD.exec(key);
  return found ? { name: found[1] ?? '', inside: found[2] ?? null } : null;
};

/** The session's variable whose value a field is compared with; null for any other value. */
export const sessionOperand = (value: unknown): string | null =>
  typeof value === 'string' ? (OPERAND.exec(value)?.[1] ?? null) : null;

/** True for a text that names one somewhere in it. */
export const holdsSessionVariable = (text: string): boolean => /\{var:[^{}]*\}/.test(text);
