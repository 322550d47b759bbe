import { MASK } from '#shared/domain/template.ts';
import type { Redactor } from './redactor.ts';

const WORDS =
  'token|authorization|password|passwd|passphrase|secret|cookie|credentials?|api[_-]?key';
/** `token`, `X-Api-Key`, `set-cookie`, `accessToken`: the word ends the name. */
const SENSITIVE = new RegExp(`(?:${WORDS})$`, 'i');
const IN_LINE = new RegExp(`(?:${WORDS})\\\\*"\\s*:`, 'i');

const masked = (name: string, value: unknown): unknown =>
  SENSITIVE.test(name) && value !== null && typeof value !== 'boolean' ? MASK : value;

/** One line of JSON with the fields masked whose name says that they are nobody's business, at any depth. */
export const maskFields = (line: string, redactor: Redactor): string => {
  const named = IN_LINE.test(line);
  const parsed: unknown = JSON.parse(line, named ? masked : undefined);
  const redacted = redactor.redactDeep(parsed);
  return !named && redacted === parsed ? line : `${JSON.stringify(redacted)}\n`;
};
