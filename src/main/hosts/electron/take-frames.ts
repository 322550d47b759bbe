import type { TakeLibrary } from '../../cameras/takes/take-library.ts';
import { answerFrame, frameAskOf } from '../take-frames.ts';
import { APP_HOST } from './page-address.ts';

type Asked = Pick<Request, 'method' | 'url' | 'headers' | 'signal'>;

/** Answers the page's requests for frames of takes, at the address that the web host has for them too; null for others. */
export const createTakeFrames =
  (library: TakeLibrary) =>
  (request: Asked): Promise<Response> | null => {
    const url = URL.parse(request.url);
    if (url?.host !== APP_HOST || request.method !== 'GET') return null;
    const ask = frameAskOf(url);
    if (!ask) return null;
    const answer = async (): Promise<Response> => {
      const etag = request.headers.get('if-none-match');
      const answered = await answerFrame(library, ask, etag, request.signal);
      const nosniff = { 'x-content-type-options': 'nosniff' };
      if ('fault' in answered)
        return Response.json(
          { error: answered.fault },
          { status: answered.status, headers: { ...nosniff, 'cache-control': 'no-store' } },
        );
      const { status, headers, jpeg } = answered;
      const body = jpeg ? new Uint8Array(jpeg) : null;
      return new Response(body, { status, headers: { ...nosniff, ...headers } });
    };
    return answer();
  };
