import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import type { Origin } from '#shared/contract/execution.ts';
import type { Router } from '../router.ts';
import { addressOf } from './credentials.ts';
import { encodeError } from './error-body.ts';
import { readJsonBody } from './json-body.ts';
import { noSuchAddress, refuse } from './refusal.ts';

export interface Rest {
  handle(request: IncomingMessage, response: ServerResponse, origin: Origin): Promise<void>;
}

/** The contract as REST under `/api`, with its description at `/api/openapi.json`. */
export const createRest = (router: Router, version: string): Rest => {
  const handler = new OpenAPIHandler(router, {
    // Streams are for the socket.
    filter: ({ path }) => path[0] !== 'mirror' && path[0] !== 'telemetry',
    customErrorResponseBodyEncoder: encodeError,
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
        const body = await readJsonBody(request);
        if (!body.ok) return refuse(request, response, body.refusal);
        Object.assign(request, { body: body.value });
      }
      const { matched } = await handler.handle(request, response, {
        prefix: '/api',
        context: { origin },
      });
      if (!matched) refuse(request, response, noSuchAddress(request.method, pathname));
    },
  };
};
