import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import type { Link, LinkEvents } from '../kept-connection.ts';
import { closeCause, notObs, passwordWanted, socketError } from './faults.ts';
import { readMessage, type ObsHello, type ObsMessage, type ObsResponse } from './messages.ts';
import { signIn } from './sign-in.ts';

/** The most that one message may hold, either way. */
export const MESSAGE_BYTES = 1024 * 1024;
const PROBE_AFTER_MS = 10_000;
const RPC_VERSION = 1;

const lost = (): Error =>
  Object.assign(new Error('OBS closed the connection'), { code: 'ECONNRESET' });

export interface ObsLink extends Link {
  /** `flushed` gets an error where the bytes did not all reach the system. */
  send(text: string, flushed: (error: Error | undefined) => void): void;
}

export interface ObsLinkEvents extends LinkEvents {
  /** Anything at all came: OBS is alive. */
  heard(): void;
  answered(response: ObsResponse): void;
}

const identify = (password: string | null, hello: ObsHello): string =>
  JSON.stringify({
    op: 1,
    d: {
      rpcVersion: RPC_VERSION,
      // No events: nobody here listens to them.
      eventSubscriptions: 0,
      ...(hello.authentication && {
        authentication: signIn(password ?? '', hello.authentication),
      }),
    },
  });

/** Opens a WebSocket to OBS and signs in. It is `opened` when OBS has let it in. */
export const dialObs = (
  at: Endpoint,
  password: string | null,
  events: ObsLinkEvents,
): ObsLink => {
  const socket = new WebSocket(`ws://${written(at)}`, {
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  });
  let state: 'greeting' | 'signing in' | 'in' | 'over' = 'greeting';
  const end = (error: unknown): void => {
    if (state === 'over') return;
    state = 'over';
    socket.terminate();
    events.gone(error);
  };
  const take = (message: ObsMessage): void => {
    if (message.op === 7) {
      if (state === 'in') events.answered(message.d);
    } else if (message.op === 0 && state === 'greeting') {
      if (message.d.authentication && password === null) {
        end(passwordWanted(at));
        return;
      }
      state = 'signing in';
      socket.send(identify(password, message.d));
    } else if (message.op === 2 && state === 'signing in') {
      state = 'in';
      events.opened();
    }
  };
  socket
    .on('upgrade', (response: { socket: Socket }) => {
      response.socket.setKeepAlive(true, PROBE_AFTER_MS);
    })
    .on('message', (data: Buffer, isBinary: boolean) => {
      if (state === 'over') return;
      events.heard();
      const message = isBinary ? null : readMessage(data.toString('utf8'));
      if (message === null) end(notObs(at, 'its messages are none of obs-websocket 5'));
      else if (message !== 'news') take(message);
    })
    .on('error', (error) => end(socketError(at, error)))
    .on('close', (code, reason) => end(closeCause(at, code, reason.toString()) ?? lost()));
  return {
    send: (text, flushed) => socket.send(text, flushed),
    destroy() {
      state = 'over';
      socket.terminate();
    },
    async closed() {
      if (socket.readyState === WebSocket.CLOSED) return;
      // One that is still connecting fails first: that is no news here.
      await new Promise((resolve) => {
        socket.once('close', resolve);
      });
    },
  };
};
