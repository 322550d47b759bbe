import { isGoodRequest, obsStatusWords } from '#shared/domain/obs-status.ts';
import type { ObsCommand } from '#shared/domain/command.ts';
import type { Reply } from '#shared/contract/execution.ts';
import { cutText } from '../cut-text.ts';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import { CauseError, codeOf, type Cause } from '../fault.ts';
import type { ObsResponse } from './messages.ts';

const said = (message: string, hint: string, short: string, code?: string): CauseError =>
  new CauseError({
    error_type: 'protocol_error',
    message,
    hint,
    ambiguous: false,
    code,
    more: { short },
  });

/** It greets as something else, or not at all. */
export const notObs = (at: Endpoint, what: string): CauseError =>
  new CauseError({
    error_type: 'invalid_response',
    message: `${written(at)} is not OBS: ${what}.`,
    hint: 'Check the port: OBS shows its own under Tools, WebSocket Server Settings (4455).',
    ambiguous: false,
    more: { short: 'not OBS' },
  });

export const passwordWanted = (at: Endpoint): CauseError =>
  said(
    `OBS at ${written(at)} asks for a password, and the device names none.`,
    'Store it in Settings under Secrets, and name that secret at the device, on the Devices page.',
    'no password',
    '4009',
  );

/** What a close of OBS's own means; null for one that says nothing more than that it is over. */
export const closeCause = (at: Endpoint, code: number, reason: string): CauseError | null => {
  const where = written(at);
  const why = cutText(reason, 200).text;
  switch (code) {
    case 4009:
      return said(
        `OBS at ${where} did not accept the password.`,
        'Compare it with Tools, WebSocket Server Settings, Show Connect Info in OBS; then type the secret again in Settings.',
        'wrong password',
        '4009',
      );
    case 4010:
      return said(
        `OBS at ${where} speaks another version of its protocol (4010)${why && `: ${why}`}`,
        'OBS 28 or later is needed: its obs-websocket 5 is built in.',
        'OBS too old',
        '4010',
      );
    case 4011:
      return said(
        `OBS at ${where} ended the session: somebody pressed Kick there (4011).`,
        'Ask whoever runs OBS; the next command signs in again.',
        'kicked',
        '4011',
      );
    default:
      if (code < 4000 || code > 4999) return null;
      return said(
        `OBS at ${where} closed the connection (${code})${why && `: ${why}`}`,
        'The log of OBS says more.',
        `closed ${code}`,
        String(code),
      );
  }
};

/** An error of the WebSocket's opening or of its frames, where it means that no OBS is there. */
export const socketError = (at: Endpoint, error: Error): Error => {
  const code = codeOf(error);
  const response = /^Unexpected server response: (\d+)/.exec(error.message)?.[1];
  if (response !== undefined)
    return notObs(at, `it answers as a web server (${response}) and takes no WebSocket`);
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return notObs(at, 'it sent a message of more than 1 MB');
  if (code?.startsWith('WS_ERR_') || code?.startsWith('HPE_'))
    return notObs(at, 'what it sends is no WebSocket');
  if (code === undefined && /^(Invalid|Missing|Server sent)/.test(error.message))
    return notObs(at, 'it takes no WebSocket');
  return error;
};

export const replyOf = ({ requestStatus, responseData }: ObsResponse): Reply => {
  const data = responseData === undefined || responseData === null ? '' : responseData;
  const text = requestStatus.comment ?? (data === '' ? '' : JSON.stringify(data));
  return { status: requestStatus.code, ...cutText(text) };
};

/** Null where OBS did it, or where its status is as good by the protocol's rule. */
export const judgeRequest = (
  { requestStatus }: ObsResponse,
  { requestType, success }: ObsCommand,
  at: Endpoint,
): Cause | null => {
  if (isGoodRequest(requestStatus, success)) return null;
  const { code, comment } = requestStatus;
  const words = obsStatusWords(code);
  const because = comment ? `: "${cutText(comment, 200).text}"` : '';
  return {
    // Not ready yet: the same request may be made again.
    error_type: code === 207 ? 'rate_limited' : 'protocol_error',
    message: `OBS at ${written(at)} refused ${requestType}: ${words} (${code})${because}`,
    hint: HINTS[code] ?? "Check the protocol's request and the values in the intent's action.",
    ambiguous: false,
    more: { status: code, comment: comment ?? null, short: words },
  };
};

const HINTS: Record<number, string> = {
  204: 'This OBS does not know the request: check its spelling, or update OBS.',
  207: 'OBS is starting or changing its scenes: try again in a moment.',
  401: 'A number must stand without quotes, true and false too: check the values.',
  506: 'Switch studio mode on in OBS.',
  600: 'Names must be exactly as they are in OBS, capitals too.',
};
