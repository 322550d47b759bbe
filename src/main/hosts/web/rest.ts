import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { ResponseHeadersPlugin } from '@orpc/server/plugins';
import type { Origin } from '#shared/contract/execution.ts';
import type { Router } from '../router.ts';
import { MOST_REQUEST_BYTES } from '#shared/domain/variable-values.ts';
import { etagOf, revisionsIn } from '#shared/domain/entity-tag.ts';
import { addressOf } from './credentials.ts';
import { encodeError } from './error-body.ts';
import { readJsonBody } from './json-body.ts';
import { noSuchAddress, refuse } from './refusal.ts';

/** What is kept there may be larger than anything of the catalogue. */
const VALUES = /^\/api\/(?:master|variables)\//;

export interface Rest {
  handle(request: IncomingMessage, response: ServerResponse, origin: Origin): Promise<void>;
}

interface WithHeaders {
  headers: Record<string, string | string[] | undefined>;
}

/** Whether the caller of a GET named the revision that it would get. */
const hasNotChanged = (
  request: WithHeaders & { method: string },
  response: WithHeaders & { status: number },
): boolean => {
  const known = request.headers['if-none-match'];
  const { etag } = response.headers;
  if (request.method !== 'GET' || response.status !== 200) return false;
  if (typeof known !== 'string' || typeof etag !== 'string') return false;
  const revisions = revisionsIn(known, 'weak');
  return revisions === '*' || (revisions?.some((each) => etagOf(each) === etag) ?? false);
};

/** The contract as REST under `/api`, with its description at `/api/openapi.json`. */
export const createRest = (router: Router, version: string): Rest => {
  const handler = new OpenAPIHandler(router, {
    // Streams are for the socket.
    filter: ({ path }) => path[0] !== 'mirror' && path[0] !== 'telemetry',
    customErrorResponseBodyEncoder: encodeError,
    plugins: [new ResponseHeadersPlugin()],
    rootInterceptors: [
      async (call) => {
        const result = await call.next();
        if (!result.matched || !hasNotChanged(call.request, result.response)) return result;
        const { etag } = result.response.headers;
        return { matched: true, response: { status: 304, headers: { etag }, body: undefined } };
      },
    ],
  });
  let description: Promise<string> | undefined;

  const describe = async (response: ServerResponse): Promise<void> => {
    // Loaded when asked for: a start has no need of the generator.
    description ??= import('./openapi.ts').then(({ describeRest }) => describeRest(version));
    const body = await description;
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };

  return {
    async handle(request, response, origin) {
      response.setHeader('cache-control', 'no-store');
      const { pathname } = addressOf(request);
      if (request.method === 'GET') {
        if (pathname === '/api/openapi.json') return describe(response);
      } else {
        const body = await (VALUES.test(pathname)
          ? readJsonBody(request, MOST_REQUEST_BYTES)
          : readJsonBody(request));
        if (!body.ok) return refuse(request, response, body.refusal);
        Object.assign(request, { body: body.value });
      }
      const { matched } = await handler.handle(request, response, {
        prefix: '/api',
        context: { origin, via: 'rest' },
      });
      if (!matched) refuse(request, response, noSuchAddress(request.method, pathname));
    },
  };
};
