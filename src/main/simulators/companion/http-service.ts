import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../../log.ts';
import type { CompanionModel } from './companion-model.ts';
import type { Faults } from './faults.ts';
import { answerApi, type HttpAnswer } from './http-api.ts';
import { readBody } from './http-body.ts';
import { listenTcp, stopTcp } from './listen.ts';

const NAME = { 'X-App': 'Bitfocus Companion' };
const TYPES = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' };

interface HttpServiceOptions {
  model: CompanionModel;
  log: Log;
  /** Milliseconds until an idle connection is closed; Node adds up to a second. */
  keepAliveMs: number;
  faults: () => Faults;
  /** The simulator's own questions, apart from Companion's. */
  control: (request: IncomingMessage) => Promise<HttpAnswer | null>;
}

const write = (response: ServerResponse, { status, text, type = 'html' }: HttpAnswer): void => {
  if (status === 204) {
    response.writeHead(status, NAME).end();
    return;
  }
  const headers = {
    ...NAME,
    'Content-Type': TYPES[type],
    'Content-Length': Buffer.byteLength(text),
  };
  response.writeHead(status, headers).end(text);
};

const writeBroken = (
  response: ServerResponse,
  { text }: HttpAnswer,
  fault: NonNullable<Faults['http']>,
): void => {
  if (fault === 'garbage') response.socket?.end('\u0000\u0007not http at all\r\n\r\n');
  if (fault !== 'reset-half-way') return;
  response.writeHead(200, { ...NAME, 'Content-Length': text.length + 100 });
  response.write(text || 'o', () => response.socket?.resetAndDestroy());
};

const refuseUnreadable = (error: Error & { code?: string }, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nX-App: ${NAME['X-App']}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
};

/** Companion's HTTP server. Switched off it still listens, and answers 403 to every `/api` path. */
export class HttpService {
  /** Whether the HTTP API is on. */
  enabled = true;
  readonly #options: HttpServiceOptions;
  #server: Server | undefined;

  constructor(options: HttpServiceOptions) {
    this.#options = options;
  }

  /** Resolves with the port. */
  async start(host: string, port: number): Promise<number> {
    if (this.#server) return port;
    const server = createServer({
      keepAliveTimeout: this.#options.keepAliveMs,
      noDelay: true,
    });
    server.on('request', (request, response) => void this.#serve(request, response));
    server.on('clientError', refuseUnreadable);
    const bound = await listenTcp(server, host, port);
    this.#server = server;
    return bound;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const stopped = stopTcp(server);
    server.closeAllConnections();
    await stopped;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const own = request.url?.startsWith('/simulator/')
        ? await this.#options.control(request)
        : null;
      if (own) {
        write(response, own);
        return;
      }
      const answer = await this.#answer(request);
      const { http: fault } = this.#options.faults();
      if (fault) writeBroken(response, answer, fault);
      else write(response, answer);
    } catch (error) {
      this.#options.log.debug({ error }, 'a request could not be answered');
      request.socket.destroy();
    }
  }

  async #answer(request: IncomingMessage): Promise<HttpAnswer> {
    const url = request.url ?? '';
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const query = mark === -1 ? '' : url.slice(mark + 1);
    if (!/^\/api(\/|$)/i.test(path)) return { status: 404, text: 'Not found' };
    const body = await readBody(request);
    if (body.kind === 'too_large') return { status: 413, text: 'request entity too large' };
    if (body.kind === 'malformed') return { status: 400, text: 'Bad Request' };
    if (!this.enabled) return { status: 403, text: '' };
    const call = {
      method: request.method ?? '',
      path,
      query: new URLSearchParams(query),
      contentType: request.headers['content-type'] ?? '',
    };
    try {
      return answerApi(this.#options.model, call, body);
    } catch (error) {
      if (error instanceof URIError) return { status: 400, text: 'Bad Request' };
      throw error;
    }
  }
}
