import { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { written } from '../transports/endpoint.ts';
import { codeOf } from '../transports/fault.ts';
import { readMessage } from '../transports/obs/messages.ts';
import { within } from './within.ts';

/** `version` is that of obs-websocket; `code` is the system's word, or `late`, `other` where it is no OBS. */
export type ObsAnswer =
  | { answered: true; version: string; signsIn: boolean; took_ms: number }
  | { answered: false; reached: boolean; code: string };

const HELLO_BYTES = 64 * 1024;

/** Opens a WebSocket and listens for OBS's Hello. Not one message is sent. Never rejects, ends within `limitMs`. */
export const askObs = (
  clock: Clock,
  at: { host: string; port: number },
  limitMs: number,
): Promise<ObsAnswer> =>
  new Promise((resolve) => {
    const from = clock.monotonic();
    let reached = false;
    const socket = new WebSocket(`ws://${written(at)}`, {
      maxPayload: HELLO_BYTES,
      perMessageDeflate: false,
    });
    const end = (answer: ObsAnswer): void => {
      callOff();
      resolve(answer);
      socket.terminate();
    };
    const other = (): void => end({ answered: false, reached, code: 'other' });
    const callOff = within(clock, limitMs, () =>
      end({ answered: false, reached, code: 'late' }),
    );
    socket
      .on('open', () => {
        reached = true;
      })
      // After its end the terminated socket may still fail: that is nobody's concern.
      .on('error', (error) => {
        const code = codeOf(error);
        if (code === undefined || /^(HPE|WS)_/.test(code)) {
          reached = true;
          other();
        } else end({ answered: false, reached, code });
      })
      .on('close', other)
      .on('message', (data: Buffer, isBinary: boolean) => {
        const hello = isBinary ? null : readMessage(data.toString('utf8'));
        if (hello === null || hello === 'news' || hello.op !== 0) other();
        else
          end({
            answered: true,
            version: hello.d.obsWebSocketVersion,
            signsIn: hello.d.authentication !== undefined,
            took_ms: clock.monotonic() - from,
          });
      });
  });
