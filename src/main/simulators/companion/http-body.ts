import type { IncomingMessage } from 'node:http';
import { JsonValueSchema, type JsonValue } from '#shared/contract/protocol.ts';

const LARGEST = 100 * 1024;

/** What a request carried. `none` too where its type is one that Companion does not read. */
export type HttpBody =
  | { kind: 'none' | 'too_large' | 'malformed' }
  | { kind: 'text'; value: string }
  | { kind: 'json'; value: JsonValue }
  | { kind: 'form'; value: Record<string, JsonValue> };

const readType = (contentType: string): 'text' | 'json' | 'form' | null => {
  const [type = ''] = contentType.toLowerCase().split(';', 1);
  switch (type.trim()) {
    case 'text/plain':
      return 'text';
    case 'application/json':
      return 'json';
    case 'application/x-www-form-urlencoded':
      return 'form';
    default:
      return null;
  }
};

const parse = (kind: 'text' | 'json' | 'form', text: string): HttpBody => {
  if (text === '') return { kind: 'none' };
  if (kind === 'text') return { kind, value: text };
  if (kind === 'form')
    return { kind, value: Object.fromEntries(new URLSearchParams(text).entries()) };
  try {
    return { kind, value: JsonValueSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: 'malformed' };
  }
};

/** Reads a body of up to 100 kB. Rejects when the client breaks off. */
export const readBody = async (request: IncomingMessage): Promise<HttpBody> => {
  const length = Number(request.headers['content-length'] ?? 0);
  const empty = length === 0 && request.headers['transfer-encoding'] === undefined;
  const kind = readType(request.headers['content-type'] ?? '');
  if (empty || !kind) return { kind: 'none' };
  if (length > LARGEST) return { kind: 'too_large' };
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not take the connection down: the answer still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.byteLength;
    if (size > LARGEST) return { kind: 'too_large' };
    chunks.push(chunk);
  }
  return parse(kind, Buffer.concat(chunks).toString('utf8'));
};
