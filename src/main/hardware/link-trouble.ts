import { cutText } from '../transports/cut-text.ts';
import { codeOf, explain } from '../transports/fault.ts';
import { HardwareTrouble, troubleText } from './hardware-trouble.ts';

/** Why a connection ended. `final`: trying again would change nothing until a person acts. */
export interface LinkEnd {
  trouble: HardwareTrouble;
  final: boolean;
}

const again = (message: string, hint: string): LinkEnd => ({
  trouble: new HardwareTrouble(message, hint),
  final: false,
});

const notLetIn = (at: string, how: string): LinkEnd => ({
  trouble: new HardwareTrouble(
    `${at} does not let this client in (${how}).`,
    'No further try is made. Correct the token or the client id, then start the client again.',
  ),
  final: true,
});

const CHECK_LOG = "The backend's own log may say why.";

/** What the other side's close frame means; 1006 stands for none. */
export const closeEnd = (at: string, code: number, reason: string): LinkEnd => {
  const said = reason === '' ? '' : `: ${cutText(reason, 200).text}`;
  const how = `${code}${said}`;
  switch (code) {
    case 1008:
    case 4401:
      return notLetIn(at, how);
    case 1000:
    case 1001:
    case 1005:
    case 1012:
      return again(`${at} closed the connection (${how}).`, 'It is tried again.');
    case 1006:
      return again(`The connection to ${at} broke.`, 'It is tried again.');
    case 1009:
      return again(
        `A message was too large for ${at} (${how}).`,
        'Send less at once, or raise the limit on both sides.',
      );
    case 4409:
      return again(
        `${at} says that this client id is in use (${how}).`,
        'Give each client an id of its own.',
      );
    default:
      return again(`${at} closed the connection (${how}).`, CHECK_LOG);
  }
};

/** The answer to the request for a WebSocket was not "switching protocols". */
export const refusedEnd = (at: string, status: number): LinkEnd => {
  if (status === 401 || status === 403) return notLetIn(at, `HTTP ${status}`);
  if (status === 404)
    return again(`${at} has no WebSocket at this path (HTTP 404).`, 'Check path and game id.');
  if (status >= 300 && status < 400)
    return again(
      `${at} sends this client elsewhere (HTTP ${status}), which it does not follow.`,
      'Type the address where the backend really is.',
    );
  return again(`${at} did not open a WebSocket (HTTP ${status}).`, CHECK_LOG);
};

const endpoint = (url: URL): { host: string; port: number } => ({
  host: url.hostname.replace(/^\[|\]$/g, ''),
  port: Number(url.port) || (url.protocol === 'wss:' ? 443 : 80),
});

/** An error of the socket, of the name look-up or of the frames that came. */
export const errorEnd = (
  url: URL,
  error: Error,
  { maxBytes }: { maxBytes: number },
): LinkEnd => {
  const at = url.host;
  const code = codeOf(error);
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return again(
      `${at} sent a message of more than ${maxBytes} bytes, so the connection was closed (1009).`,
      'Have it send less at once, or raise max_message_bytes.',
    );
  if (code?.startsWith('WS_ERR_'))
    return again(
      `${at} sent what is no WebSocket frame, so the connection was closed: ${error.message}.`,
      'Check the address: another service may be listening there.',
    );
  if (code === undefined || code.startsWith('HPE_'))
    return again(
      `${at} did not answer as a WebSocket: ${cutText(error.message, 200).text}.`,
      'Check the address: another service may be listening there.',
    );
  const cause = explain(error, endpoint(url), false);
  if (code === 'ECONNREFUSED')
    return again(
      cause.message,
      'Check that the backend runs, and that host and port are right.',
    );
  return again(cause.message, cause.hint);
};

export const notInTime = (at: string, ms: number): LinkEnd =>
  again(
    `${at} did not open a WebSocket within ${ms} ms.`,
    'Check that the backend runs and is on this network.',
  );

export const silentEnd = (at: string, misses: number): LinkEnd =>
  again(
    `${at} left ${misses} pings unanswered, so the connection was cut.`,
    'It may have lost power or network. It is tried again.',
  );

export const pressUnanswered = (at: string, ms: number): LinkEnd =>
  again(
    `${at} did not show within ${ms} ms that it has read a press, so the connection was cut: the press can't arrive late.`,
    'It is tried again.',
  );

export const setupFailed = (failure: unknown): LinkEnd =>
  again(`The hardware could not be set up: ${troubleText(failure)}`, 'It is tried again.');
