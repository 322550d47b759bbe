import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import { pagePolicy } from '../page-policy.ts';
import { addressOf } from './credentials.ts';
import { noSuchAddress, notBuilt, refuse } from './refusal.ts';

const YEAR_S = 365 * 24 * 3600;

/** Headers of every answer, page or not. */
export const SECURITY_HEADERS: readonly [name: string, value: string][] = [
  ['content-security-policy', pagePolicy("'self' ws:")],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
];

/** Serves the built renderer; a path that is no file is a page of the app, which its one HTML file shows. */
export const createPages = (rendererDir: string) => {
  let serve: RequestHandler | undefined;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = addressOf(request);
    const missing = (): void =>
      refuse(request, response, noSuchAddress(request.method, pathname));
    if (request.method !== 'GET' && request.method !== 'HEAD') return missing();
    if (!serve && !existsSync(join(rendererDir, 'index.html')))
      return refuse(request, response, notBuilt);
    serve ??= sirv(rendererDir, {
      single: true,
      etag: true,
      setHeaders(response, path) {
        // The names of built assets change with their content.
        const lasting = path.startsWith('/assets/');
        const caching = lasting ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
        response.setHeader('cache-control', caching);
      },
    });
    serve(request, response, missing);
  };
};
