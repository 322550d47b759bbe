import type { z } from 'zod';
import { TypedClientSchema } from './typed-client.ts';

/** Where it stands in the form, as react-hook-form names it, and what is wrong. */
export type Problem = [path: string, message: string];

const milliseconds = (least: number, most: number, orNothing = ''): string =>
  `Type whole milliseconds from ${least} to ${most}${orNothing}.`;

const FIGURES: Readonly<Record<string, string>> = {
  debounce_ms: milliseconds(0, 5000),
  lockout_ms: milliseconds(0, 3_600_000, ', or nothing'),
  early_penalty_ms: milliseconds(0, 60_000),
  grace_ms: milliseconds(0, 10_000),
  connect_timeout_ms: milliseconds(50, 60_000),
  heartbeat_ms: milliseconds(100, 300_000),
  heartbeat_timeout_ms: milliseconds(50, 60_000),
  heartbeat_misses: 'Type a whole number from 1 to 20.',
  stale_after_ms: milliseconds(100, 86_400_000, ', or nothing'),
  backoff_initial_ms: milliseconds(10, 60_000),
  backoff_max_ms: milliseconds(10, 600_000),
  lasted_ms: milliseconds(0, 600_000),
  handler_timeout_ms: milliseconds(10, 600_000),
  max_message_bytes: 'Type whole bytes from 1024 to 67108864.',
  queue_limit: 'Type a whole number from 1 to 10000.',
};

/** What the contract finds wrong, at the field of the form that it is typed in. */
export const problemOf = (issue: z.core.$ZodIssue): Problem => {
  const { path, message } = issue;
  const [field, at, part] = path.map(String);
  const figures = FIGURES[field ?? ''];
  if (field !== undefined && figures !== undefined) return [field, figures];
  if (field === 'buzzers' && part === 'gamepad')
    return [
      `buzzers.${at}.button`,
      'Type a pad from 1 to 16 or nothing, and a button from 1 to 64.',
    ];
  if (field === 'gpio' && at === 'chip') return ['gpio_chip', message];
  if (field === 'gpio')
    return [
      'gpio_pins',
      part === undefined
        ? message
        : `Line ${Number(part) + 1}: write a pin from 0 to 1023 and its buzzer, as in 17 = red.`,
    ];
  if (field === 'buzzers' && part !== undefined) return [`buzzers.${at}.${part}`, message];
  if (field === 'triggers' && (part === 'intent_name' || part === 'macro_id'))
    return [`triggers.${at}.name`, 'Choose what it fires.'];
  if (field === 'triggers' && part === 'debounce_ms')
    return [`triggers.${at}.debounce_ms`, 'Type milliseconds from 0 to 60000, or nothing.'];
  if (field === 'triggers' && part !== undefined) return [`triggers.${at}.${part}`, message];
  if (field === 'outbound')
    return [
      'outbound',
      part === 'ttl_ms' ? `${at}: type whole milliseconds from 1 to 60000.` : message,
    ];
  if (field === 'query')
    return [
      'query',
      'A parameter has a name of 1 to 128 characters, and a value of 1024 at most.',
    ];
  if (field === 'auth') return [at === 'header' ? 'auth_header' : 'secret_name', message];
  if (field === 'backends')
    return ['backends', at === undefined ? message : `Line ${Number(at) + 1}: ${message}`];
  const known = TypedClientSchema.keyof().safeParse(field);
  return [known.data ?? 'client_id', message];
};
