import type { IncomingMessage } from 'node:http';
import { holdsPrototype } from '#shared/domain/json-values.ts';
import {
  bodyNotJson,
  bodyTooLarge,
  bodyWithPrototype,
  type BodySize,
  type Refusal,
} from './refusal.ts';

export const MOST_BODY_BYTES = 1_048_576;

export type JsonBody = { ok: true; value: unknown } | { ok: false; refusal: Refusal };

const tooLarge = (size: BodySize): JsonBody => ({ ok: false, refusal: bodyTooLarge(size) });

/** Null where there is more than may be. */
const collect = (request: IncomingMessage, mostBytes: number): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= mostBytes) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      // The rest flows by unread, so that the caller gets to see the answer.
      request.resume();
      resolve(null);
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The caller went away.')));
  });

/** Nearly no body does: it is walked through only then. */
const MAY_HOLD_PROTOTYPE = /__proto__|\\u005f/i;

/** The parser quotes what it stumbles over, and a body may hold a secret. */
const withoutQuote = (problem: string): string =>
  problem.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, ' is no JSON');

/** A request's body as JSON, whatever type it says it has; undefined where there is none. `mostBytes`: 1 MB. */
export const readJsonBody = async (
  request: IncomingMessage,
  mostBytes = MOST_BODY_BYTES,
): Promise<JsonBody> => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0'))
    return { ok: true, value: undefined };
  if (Number(length) > mostBytes) return tooLarge({ bytes: Number(length), mostBytes });
  const bytes = await collect(request, mostBytes);
  if (!bytes) return tooLarge({ bytes: null, mostBytes });
  if (bytes.length === 0) return { ok: true, value: undefined };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (MAY_HOLD_PROTOTYPE.test(text) && holdsPrototype(value))
      return { ok: false, refusal: bodyWithPrototype };
    return { ok: true, value };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ok: false, refusal: bodyNotJson(withoutQuote(problem)) };
  }
};
