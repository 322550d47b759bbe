import type { ErrorType, Fault } from '#shared/contract/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { written } from './endpoint.ts';

/** Why a send did not go well, before it is said where. */
export interface Cause {
  error_type: ErrorType;
  message: string;
  hint: string;
  /** True where bytes may have left and nobody can say what became of them. */
  ambiguous: boolean;
  code?: string | undefined;
  /** More for the fault's details. JSON only. */
  more?: Record<string, unknown>;
}

/** An error of a transport that knows what it means. */
export class CauseError extends Error {
  override readonly name = 'CauseError';
  readonly meant: Cause;
  constructor(meant: Cause) {
    super(meant.message);
    this.meant = meant;
  }
}

export const faultOf = (cause: Cause, endpoint: Endpoint): Fault => ({
  error_type: cause.error_type,
  message: cause.message,
  details: {
    host: endpoint.host,
    port: endpoint.port,
    ambiguous: cause.ambiguous,
    hint: cause.hint,
    ...(cause.code === undefined ? {} : { code: cause.code }),
    ...cause.more,
  },
});

/** undici's HTTP parser gives its errors a name and a text but no code. */
const parserCode = ({ message }: Error): string =>
  message.includes('EOF') ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID';

/** The system's or the library's name for an error, such as `ECONNREFUSED`. */
export const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'HTTPParserError' ? parserCode(error) : undefined;
};

/**
 * False where the system refused the write, or was never asked: the connection had gone before, and the
 * device can't have the whole command.
 */
export const mayHaveLeft = (error: unknown): boolean => {
  if (codeOf(error) === 'ERR_STREAM_DESTROYED') return false;
  return !(error instanceof Error && 'syscall' in error && error.syscall === 'write');
};

const LOOK_FIRST = 'Look at the device before you press again.';
const CHECK_ADDRESS =
  'Check that the device is on and on this network, and that host and port are right.';

export const connectTimedOut = (endpoint: Endpoint, afterMs: number): Cause => ({
  error_type: 'connection_timeout',
  message: `${written(endpoint)} did not accept a connection within ${Math.round(afterMs)} ms.`,
  hint: CHECK_ADDRESS,
  ambiguous: false,
});

export const replyTimedOut = (endpoint: Endpoint, afterMs: number): Cause => ({
  error_type: 'connection_timeout',
  message: `${written(endpoint)} took the command and did not answer within ${Math.round(afterMs)} ms. Whether it acted is not known.`,
  hint: LOOK_FIRST,
  ambiguous: true,
});

export const writeTimedOut = (endpoint: Endpoint, afterMs: number): Cause => ({
  error_type: 'connection_timeout',
  message: `${written(endpoint)} did not take the whole command within ${Math.round(afterMs)} ms. Whether it acted is not known.`,
  hint: LOOK_FIRST,
  ambiguous: true,
});

export const cancelled = (endpoint: Endpoint, ambiguous: boolean): Cause => ({
  error_type: 'cancelled',
  message: ambiguous
    ? `Cancelled after the command had left for ${written(endpoint)}. Whether it acted is not known.`
    : `Cancelled before anything left for ${written(endpoint)}.`,
  hint: ambiguous ? LOOK_FIRST : 'Nothing was sent: press again if you still want it.',
  ambiguous,
});

export const invalid = (message: string, hint: string): Cause => ({
  error_type: 'validation_error',
  message,
  hint,
  ambiguous: false,
});

type Meaning =
  | 'refused'
  | 'name'
  | 'route'
  | 'lost'
  | 'garbled'
  | 'trust'
  | 'invalid'
  | 'barred';

const meanings: Record<string, Meaning> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  EAI_NODATA: 'name',
  EAI_NONAME: 'name',
  ETIMEDOUT: 'route',
  EHOSTUNREACH: 'route',
  EHOSTDOWN: 'route',
  ENETUNREACH: 'route',
  ENETDOWN: 'route',
  EADDRNOTAVAIL: 'route',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
  ERR_STREAM_DESTROYED: 'lost',
  UND_ERR_SOCKET: 'lost',
  UND_ERR_CLOSED: 'lost',
  UND_ERR_DESTROYED: 'lost',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'lost',
  HPE_INVALID_EOF_STATE: 'lost',
  UND_ERR_HEADERS_OVERFLOW: 'garbled',
  EPROTO: 'trust',
  UND_ERR_INVALID_ARG: 'invalid',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'invalid',
  ERR_INVALID_URL: 'invalid',
  ERR_SOCKET_BAD_PORT: 'invalid',
  EMSGSIZE: 'invalid',
  EACCES: 'barred',
  EPERM: 'barred',
};

const meaningOf = (code: string | undefined): Meaning | undefined => {
  if (code === undefined) return undefined;
  if (meanings[code]) return meanings[code];
  if (code.startsWith('HPE_')) return 'garbled';
  return /^ERR_(TLS|SSL)_|CERT|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'trust' : undefined;
};

/**
 * What an error of a socket, of the name look-up or of undici means. `left` says whether bytes of the
 * command may have left when it came.
 */
export const explain = (error: unknown, endpoint: Endpoint, left: boolean): Cause => {
  if (error instanceof CauseError)
    return left
      ? {
          ...error.meant,
          message: `${error.meant.message} Whether it acted is not known.`,
          hint: LOOK_FIRST,
          ambiguous: true,
        }
      : error.meant;
  const at = written(endpoint);
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  switch (meaningOf(code)) {
    case 'refused':
      return {
        error_type: 'connection_refused',
        message: `Nothing listens at ${at}.`,
        hint: 'Check that the device is on, that its remote control is enabled, and the port.',
        ambiguous: false,
        code,
      };
    case 'name':
      return {
        error_type: 'dns_resolution',
        message: `The name "${endpoint.host}" (for ${at}) can't be found.`,
        hint: "Check the spelling, or use the device's IP address.",
        ambiguous: false,
        code,
      };
    case 'route':
      return {
        error_type: 'connection_timeout',
        message: `${at} can't be reached from here.`,
        hint: CHECK_ADDRESS,
        ambiguous: left,
        code,
      };
    case 'lost':
      return {
        error_type: 'connection_lost',
        message: left
          ? `${at} closed the connection before it had answered. Whether it acted is not known.`
          : `The connection to ${at} broke before the command left.`,
        hint: left ? LOOK_FIRST : 'Nothing was sent: press again.',
        ambiguous: left,
        code,
      };
    case 'garbled':
      return {
        error_type: 'invalid_response',
        message: `What ${at} answered is not HTTP (${said}).`,
        hint: 'Check the port: another service may be listening there.',
        ambiguous: false,
        code,
      };
    case 'trust':
      return {
        error_type: 'protocol_error',
        message: `No secure connection to ${at}: ${said}.`,
        hint: 'Check that the device speaks https on this port and that its certificate is trusted here.',
        ambiguous: false,
        code,
      };
    case 'invalid':
      return {
        ...invalid(
          `The command for ${at} can't be sent: ${said}.`,
          "Check the protocol's template and the values.",
        ),
        code,
      };
    case 'barred':
      return {
        error_type: 'connection_refused',
        message: `This machine does not allow sending to ${at}.`,
        hint: 'Check the firewall, and that the address is not a broadcast address.',
        ambiguous: false,
        code,
      };
    case undefined:
      return {
        error_type: 'internal',
        message: `Sending to ${at} failed: ${said}.`,
        hint: left ? LOOK_FIRST : 'Nothing was sent. The log has the details.',
        ambiguous: left,
        code,
      };
  }
};
