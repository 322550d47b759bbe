import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Origin } from '#shared/contract/execution.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Router } from '../router.ts';

const MOST_MESSAGE_BYTES = 1_048_576;
const HEARTBEAT_MS = 10_000;
const GOING_AWAY = 1001;

export interface Rpc {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, origin: Origin): void;
  /** Asks every client to leave; resolves when all have. */
  close(): Promise<void>;
  /** Cuts those that did not. */
  terminate(): void;
}

const drained = (socket: Duplex): Promise<void> =>
  new Promise((resolve) => {
    if (!socket.writableNeedDrain || socket.destroyed) {
      resolve();
      return;
    }
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });

/** The contract as RPC over WebSocket. A socket that does not answer a ping before the next is dropped. */
export const createRpc = (router: Router, clock: Clock, log: Log): Rpc => {
  const handler = new RPCHandler(router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const closing = new AbortController();
  const answering = new WeakSet<WebSocket>();

  const accept = (client: WebSocket, socket: Duplex, origin: Origin): void => {
    const lifetime = new AbortController();
    answering.add(client);
    client.on('pong', () => answering.add(client));
    // Before the handler's own listener: a call has to know that it lost its caller, not that it was taken back.
    client.once('close', () => lifetime.abort(new Error('The connection is gone.')));
    client.on('error', (error) => log.debug({ err: error }, 'a socket failed'));
    const context = { origin, signal: lifetime.signal, drained: () => drained(socket) };
    void handler.upgrade(client, { context });
  };

  const beat = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await clock.sleep(HEARTBEAT_MS, closing.signal);
      for (const client of server.clients) {
        if (!answering.delete(client)) client.terminate();
        else if (client.readyState === client.OPEN) client.ping();
      }
    }
  };
  beat().catch((error: unknown) => {
    if (!closing.signal.aborted) log.error({ err: error }, 'the heartbeat of sockets ended');
  });

  return {
    upgrade(request, socket, head, origin) {
      server.handleUpgrade(request, socket, head, (client) => accept(client, socket, origin));
    },
    async close() {
      closing.abort();
      const left = [...server.clients].map((client) => {
        const gone = new Promise((resolve) => client.once('close', resolve));
        client.close(GOING_AWAY, 'The app is closing.');
        return gone;
      });
      await Promise.all(left);
    },
    terminate() {
      for (const client of server.clients) client.terminate();
    },
  };
};
