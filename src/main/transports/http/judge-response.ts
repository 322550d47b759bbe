import { STATUS_CODES } from 'node:http';
import type { Reply } from '#shared/contract/execution.ts';
import type { HttpCommand } from '#shared/domain/command.ts';
import { isGoodStatus } from '#shared/domain/success-rule.ts';
import { cutText } from '../cut-text.ts';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import type { Cause } from '../fault.ts';

const FIRST_WORDS = 120;

const isCompanion = (reply: Reply): boolean =>
  reply.headers?.['x-app']?.startsWith('Bitfocus Companion') ?? false;

/** `page/row/col`, where a path of Companion's names one. */
const placeIn = (path: string): string | undefined =>
  /\/location\/(-?\d+\/-?\d+\/-?\d+)\//.exec(path)?.[1];

const firstWords = (text: string): string => {
  const cut = cutText(text.replace(/\s+/g, ' ').trim(), FIRST_WORDS);
  if (cut.text === '') return '';
  return `: "${cut.text}${cut.truncated ? '…' : ''}"`;
};

const failure = (
  error_type: Cause['error_type'],
  message: string,
  hint: string,
  status: number,
  more: Record<string, unknown> = {},
): Cause => ({ error_type, message, hint, ambiguous: false, more: { status, ...more } });

/** Seconds, as nearly all devices write it; a date is passed on as it came. */
const waitMs = (after: string | undefined): number | null =>
  after !== undefined && /^\d{1,9}$/.test(after) ? Number(after) * 1000 : null;

const rateLimited = (at: string, status: number, reply: Reply): Cause => {
  const after = reply.headers?.['retry-after'];
  const hint = after ? `It asks to wait: ${after}.` : 'Wait a moment, then press again.';
  const what = status === 429 ? 'is asked too often' : 'can take nothing at the moment';
  return failure('rate_limited', `${at} ${what} (${status}).`, hint, status, {
    retry_after: after ?? null,
    retry_after_ms: waitMs(after),
  });
};

/** Null where the response counts as success: a status of the rule, or any 2xx without one. */
export const judgeResponse = (
  status: number,
  reply: Reply,
  { path, success }: Pick<HttpCommand, 'path' | 'success'>,
  endpoint: Endpoint,
): Cause | null => {
  if (isGoodStatus(status, success)) return null;
  const at = written(endpoint);
  const companion = isCompanion(reply);
  if (status === 204 && companion)
    return failure(
      'invalid_response',
      `Companion has no button at ${placeIn(path) ?? 'that place'}.`,
      'Put a button at that place in Companion, or point the intent at another key.',
      status,
      { short: 'no button' },
    );
  if (status === 204)
    return failure(
      'invalid_response',
      `${at} answered with nothing (204), which this protocol does not count as done.`,
      'Check that what the command names exists on the device.',
      status,
    );
  if (status === 403 && companion)
    return failure(
      'protocol_error',
      "Companion's HTTP API is switched off.",
      'Switch it on in Companion under Settings, Protocols, HTTP.',
      status,
      { short: 'HTTP is off' },
    );
  if (status === 429 || (status === 503 && reply.headers?.['retry-after'] !== undefined))
    return rateLimited(at, status, reply);
  const name = STATUS_CODES[status];
  return failure(
    'protocol_error',
    `${at} answered ${status}${name ? ` ${name}` : ''}${firstWords(reply.text)}`,
    status >= 500
      ? 'The device has a fault of its own: look at it.'
      : "Check the protocol's path and the values in the intent's action.",
    status,
  );
};
