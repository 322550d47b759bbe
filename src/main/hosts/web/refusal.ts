import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fault } from '#shared/contract/errors.ts';
import { validationFault } from '../faults.ts';
import { errorBody } from './error-body.ts';
import { REFUSAL_POLICY, refusalPage } from './refusal-page.ts';

/** Why a request is not answered, for a person and for a program. */
export interface Refusal {
  status: number;
  fault: Fault;
}

const refusal = (
  status: number,
  error_type: Fault['error_type'],
  message: string,
  details: Record<string, unknown>,
): Refusal => ({ status, fault: { error_type, message, details } });

export const noToken = refusal(401, 'refused', 'This address needs the token of the app.', {
  reason: 'no_token',
  hint: 'Open the address that the app printed when it started, or send its token as "Authorization: Bearer …".',
});

export const foreignHost = (host: string | undefined): Refusal =>
  refusal(403, 'refused', `The app does not answer to the name ${host || '(none)'}.`, {
    reason: 'foreign_host',
    hint: 'Use its IP address or localhost, or start it with --host and that name.',
  });

export const foreignOrigin = (origin: string | undefined): Refusal =>
  refusal(403, 'refused', `Pages from ${origin ?? 'elsewhere'} may not speak to the app.`, {
    reason: 'foreign_origin',
    hint: 'Open the app from its own address, or start it with --allow-origin and that origin.',
  });

export const badAgentId: Refusal = {
  status: 400,
  fault: validationFault([
    {
      field: 'X-Agent-Id',
      message: 'Use 1 to 128 letters, digits, dots, underscores or hyphens.',
    },
  ]),
};

export const noSuchAddress = (method: string | undefined, path: string): Refusal =>
  refusal(404, 'not_found', `There is nothing at ${method ?? 'GET'} ${path}.`, {
    hint: 'GET /api/openapi.json lists what there is.',
  });

export const noSuchCamera = (slot: string): Refusal =>
  refusal(404, 'not_found', `There is no camera slot ${slot}.`, {
    hint: 'GET /api/cameras lists the slots.',
  });

export const noPicture = (slot: string): Refusal =>
  refusal(404, 'not_found', `The camera in slot ${slot} has shown no picture yet.`, {
    hint: 'GET /api/cameras says how it is; assign a camera, or wait for it to start.',
  });

export interface BodySize {
  /** Null where nobody said it beforehand. */
  bytes: number | null;
  mostBytes: number;
}

export const bodyTooLarge = ({ bytes, mostBytes }: BodySize): Refusal => {
  const size = bytes === null ? `more than ${mostBytes} bytes` : `${bytes} bytes`;
  const { details, ...fault } = validationFault([
    { field: 'body', message: `It has ${size}; ${mostBytes} is the most.` },
  ]);
  const sizes = { ...(bytes === null ? {} : { bytes }), most_bytes: mostBytes };
  return {
    status: 413,
    fault: {
      ...fault,
      details: { ...details, ...sizes, hint: 'Send less at once, or keep it elsewhere.' },
    },
  };
};

export const bodyNotJson = (problem: string): Refusal => ({
  status: 400,
  fault: validationFault([{ field: 'body', message: `Send JSON. ${problem}.` }]),
});

export const bodyWithPrototype: Refusal = {
  status: 400,
  fault: validationFault([
    {
      field: 'body',
      message: 'The key __proto__ is not allowed: it would get lost on the way.',
    },
  ]),
};

export const notBuilt = refusal(503, 'internal', "The app's pages are not there yet.", {
  hint: 'Build them: npm run build.',
});

/** True for a person's browser that opens a page, as against a program. */
const asksForPage = (request: IncomingMessage): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  (request.headers.accept ?? '').includes('text/html');

/** Answers with a page for a person and with JSON for a program. */
export const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, fault }: Refusal,
): void => {
  const html = asksForPage(request);
  const body = html ? refusalPage(fault) : JSON.stringify(errorBody(fault, status));
  response.writeHead(status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(html ? { 'content-security-policy': REFUSAL_POLICY } : {}),
    ...(status === 401 && !html ? { 'www-authenticate': 'Bearer' } : {}),
  });
  response.end(body);
};

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** Answers an upgrade that is refused and closes its socket. */
export const refuseUpgrade = (socket: Duplex, { status, fault }: Refusal): void => {
  const body = JSON.stringify(errorBody(fault, status));
  socket.end(
    [
      `HTTP/1.1 ${status} ${REASONS[status] ?? 'Bad Request'}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
};
