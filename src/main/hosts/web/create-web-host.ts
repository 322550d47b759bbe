import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Cameras } from '../../cameras/create-cameras.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { internalFault } from '../faults.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Router } from '../router.ts';
import { addressOf, originOf, shownToken, type CredentialOptions } from './credentials.ts';
import { isOwnHost, isOwnOrigin, type GuardOptions } from './guard.ts';
import { createPages, SECURITY_HEADERS } from './pages.ts';
import { createPreviews } from './previews.ts';
import {
  badAgentId,
  foreignHost,
  foreignOrigin,
  noSuchAddress,
  noToken,
  refuse,
  refuseUpgrade,
} from './refusal.ts';
import { createRest } from './rest.ts';
import { createRpc } from './rpc.ts';
import { createTakeFrames } from './take-frames.ts';
import { createTokenCheck } from './token.ts';

const GRACE_MS = 1_500;

export interface WebHostOptions {
  router: Router;
  cameras: Cameras;
  /** What `GET /metrics` answers. */
  prometheus: Telemetry['prometheus'];
  /** Name or address to listen on, as in `127.0.0.1`. */
  host: string;
  /** 0 takes any that is free. */
  port: number;
  token: string;
  rendererDir: string;
  version: string;
  /** Foreign origins that may speak too. */
  allowedOrigins?: readonly string[];
  clock: Clock;
  log: Log;
}

export interface WebHost {
  /** Where a browser on this machine finds it, ending in a slash. */
  url: string;
  port: number;
  /** Ends streams and sockets, lets requests in flight finish. Within 2 s. */
  close(): Promise<void>;
}

const urlOf = ({ address, family, port }: AddressInfo): string => {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${port}/`;
};

const isApi = (pathname: string): boolean =>
  pathname === '/api' || pathname.startsWith('/api/');

/**
 * The engine for browsers and programs: the app's pages, REST and pictures under `/api`, RPC over WebSocket at `/rpc`.
 * @throws the system's error where it can't listen
 */
export const createWebHost = async (options: WebHostOptions): Promise<WebHost> => {
  const { router, host, token, rendererDir, version, clock, log } = options;
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
  });
  server.listen(options.port, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('Not listening on a port.');

  const cookieName = `mcr_token_${bound.port}`;
  const credentials: CredentialOptions = { cookieName, isToken: createTokenCheck(token) };
  const guard: GuardOptions = {
    boundHost: host,
    allowedOrigins: options.allowedOrigins ?? [],
  };
  const rest = createRest(router, version);
  const rpc = createRpc(router, clock, log);
  const previews = createPreviews(options.cameras, clock, log);
  const takeFrames = createTakeFrames(options.cameras.recorded);
  const pages = createPages(rendererDir);

  const signIn = (response: ServerResponse, pathname: string): void => {
    response
      .writeHead(303, {
        'set-cookie': `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        // One slash in front: two would name another machine.
        location: `/${pathname.replace(/^[/\\]+/, '')}`,
        'cache-control': 'no-store',
      })
      .end();
  };

  const scrape = async (response: ServerResponse): Promise<void> => {
    const { contentType, text } = await options.prometheus();
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
    response.end(text);
  };

  const answer = (request: IncomingMessage, response: ServerResponse): Promise<void> | void => {
    const { method, headers } = request;
    const address = addressOf(request);
    const { pathname, searchParams } = address;
    // Once the app is closing, a kept connection is for the answers that it still owes.
    if (!server.listening) response.shouldKeepAlive = false;
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    if (!isOwnHost(headers.host, guard)) {
      return refuse(request, response, foreignHost(headers.host));
    }
    const reads = method === 'GET' || method === 'HEAD';
    if ((isApi(pathname) || !reads) && !isOwnOrigin(headers.origin, headers.host, guard)) {
      return refuse(request, response, foreignOrigin(headers.origin));
    }
    if (method === 'GET' && pathname === '/api/health') {
      return rest.handle(request, response, 'api:anyone');
    }
    const shown = shownToken(request, credentials);
    if (!shown) return refuse(request, response, noToken);
    if (isApi(pathname)) {
      const origin = originOf(request, shown, 'rest');
      if (!origin) return refuse(request, response, badAgentId);
      if (previews.handle(request, response, pathname)) return undefined;
      return takeFrames(request, response, address) ?? rest.handle(request, response, origin);
    }
    if (method === 'GET' && pathname === '/metrics') return scrape(response);
    if (method === 'GET' && searchParams.has('token')) return signIn(response, pathname);
    return pages(request, response);
  };

  server.on('request', (request, response) => {
    Promise.resolve()
      .then(() => answer(request, response))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        log.error({ err: error }, 'a request failed unexpectedly');
        if (response.headersSent) response.destroy();
        else refuse(request, response, { status: 500, fault: internalFault });
      });
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => log.debug({ err: error }, 'a socket failed'));
    const { headers } = request;
    const { pathname } = addressOf(request);
    if (!isOwnHost(headers.host, guard))
      return refuseUpgrade(socket, foreignHost(headers.host));
    if (!isOwnOrigin(headers.origin, headers.host, guard))
      return refuseUpgrade(socket, foreignOrigin(headers.origin));
    const shown = shownToken(request, credentials);
    if (!shown) return refuseUpgrade(socket, noToken);
    if (previews.upgrade(request, socket, head, pathname)) return;
    if (pathname !== '/rpc') return refuseUpgrade(socket, noSuchAddress('GET', pathname));
    const origin = originOf(request, shown, 'rpc');
    if (!origin) return refuseUpgrade(socket, badAgentId);
    rpc.upgrade(request, socket, head, origin);
  });

  return {
    url: urlOf(bound),
    port: bound.port,
    async close() {
      const over = new AbortController();
      const cutAfterGrace = async (): Promise<void> => {
        await clock.sleep(GRACE_MS, over.signal);
        rpc.terminate();
        previews.terminate();
        server.closeAllConnections();
      };
      const closed = Promise.allSettled([once(server, 'close'), rpc.close(), previews.close()]);
      server.close();
      const cut = cutAfterGrace();
      await Promise.race([closed, cut]);
      over.abort();
      await Promise.allSettled([closed, cut]);
    },
  };
};
