import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { pagePolicy } from '../page-policy.ts';
import { APP_HOST } from './page-address.ts';

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'content-security-policy': pagePolicy("'self'"),
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { ...HEADERS, 'content-type': 'text/plain' } });

/** The file under `root` that a path of an address names; null where it points outside. */
const fileWithin = (root: string, pathname: string): string | null => {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(join(root, path));
  return file.startsWith(root + sep) || file === root ? file : null;
};

/**
 * Answers requests of our own scheme with the files of `directory`. A path without an extension is a page
 * of the app, which the one HTML file shows.
 */
export const createRendererFiles = (directory: string) => {
  const root = resolve(directory);
  return async (request: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    const url = URL.parse(request.url);
    if (url === null || url.host !== APP_HOST) return plain(404, 'Not found');
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET');
    const named = fileWithin(root, url.pathname);
    if (named === null) return plain(403, 'Outside the app');
    const file = extname(named) === '' ? join(root, 'index.html') : named;
    try {
      const bytes = await readFile(file);
      const type = MIME_TYPES[extname(file)] ?? 'application/octet-stream';
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), {
        headers: { ...HEADERS, 'content-type': type },
      });
    } catch {
      return plain(404, 'Not found');
    }
  };
};
