import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Clock } from '../clock.ts';
import { codeOf } from '../transports/fault.ts';
import { within } from './within.ts';

export interface HttpAsk {
  host: string;
  port: number;
  tls: boolean;
}

/** `code`: the system's word for why there was no answer; `late` where the time was over. */
export type HttpAnswer =
  | {
      answered: true;
      status: number;
      app: string | null;
      server: string | null;
      took_ms: number;
    }
  | { answered: false; reached: boolean; code: string };

const header = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' ? value.slice(0, 80) : null;

/** Reads what nobody's state depends on: the list of Companion's connections. Never rejects, ends within `limitMs`. */
export const askHttp = (
  clock: Clock,
  { host, port, tls }: HttpAsk,
  limitMs: number,
  signal?: AbortSignal,
): Promise<HttpAnswer> =>
  new Promise((resolve) => {
    const from = clock.monotonic();
    let reached = false;
    const asking = (tls ? tlsRequest : plainRequest)({
      host,
      port,
      path: '/api/connections',
      method: 'GET',
      agent: false,
      headers: { connection: 'close', accept: 'application/json' },
      // Nothing secret is said, and what is asked for is only what stands there.
      ...(tls ? { rejectUnauthorized: false } : {}),
    });
    const end = (answer: HttpAnswer): void => {
      callOff();
      signal?.removeEventListener('abort', onAbort);
      asking.destroy();
      resolve(answer);
    };
    const callOff = within(clock, limitMs, () =>
      end({ answered: false, reached, code: 'late' }),
    );
    const onAbort = (): void => end({ answered: false, reached, code: 'cancelled' });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    asking.on('socket', (socket) => {
      socket.once('connect', () => {
        reached = true;
      });
    });
    // After its end the destroyed request may still fail: that is nobody's concern.
    asking.on('error', (error) =>
      end({ answered: false, reached, code: codeOf(error) ?? 'failed' }),
    );
    asking.on('response', (response) =>
      end({
        answered: true,
        status: response.statusCode ?? 0,
        app: header(response.headers['x-app']),
        server: header(response.headers.server),
        took_ms: clock.monotonic() - from,
      }),
    );
    asking.end();
  });
