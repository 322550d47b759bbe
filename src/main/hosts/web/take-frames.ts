import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TakeLibrary } from '../../cameras/takes/take-library.ts';
import { answerFrame, frameAskOf } from '../take-frames.ts';
import { refuse } from './refusal.ts';

/** Answers `GET /api/takes/{file}/frames/{row}.jpg`; null where the address is another. */
export const createTakeFrames =
  (library: TakeLibrary) =>
  (request: IncomingMessage, response: ServerResponse, address: URL): Promise<void> | null => {
    const { method, headers } = request;
    const ask = method === 'GET' || method === 'HEAD' ? frameAskOf(address) : null;
    if (!ask) return null;
    const asker = new AbortController();
    response.once('close', () => asker.abort());
    const answer = async (): Promise<void> => {
      const etag = headers['if-none-match'] ?? null;
      const answered = await answerFrame(library, ask, etag, asker.signal);
      if (asker.signal.aborted) return;
      if ('fault' in answered) return refuse(request, response, answered);
      response.writeHead(answered.status, answered.headers);
      response.end(method === 'HEAD' ? null : answered.jpeg);
    };
    return answer();
  };
