import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Origin } from '#shared/contract/execution.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Router } from '../router.ts';
import { drained } from './drained.ts';
import { Heartbeat } from './heartbeat.ts';

/** More than any value may take, so that one that is too large is told so, and the connection stays. */
const MOST_MESSAGE_BYTES = 8_388_608;

export interface Rpc {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, origin: Origin): void;
  /** Asks every client to leave; resolves when all have. */
  close(): Promise<void>;
  /** Cuts those that did not. */
  terminate(): void;
}

/** The contract as RPC over WebSocket. */
export const createRpc = (router: Router, clock: Clock, log: Log): Rpc => {
  const handler = new RPCHandler(router);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const heartbeat = new Heartbeat(server, clock, log);

  const accept = (client: WebSocket, socket: Duplex, origin: Origin): void => {
    const lifetime = new AbortController();
    heartbeat.watch(client);
    // Before the handler's own listener: a call has to know that it lost its caller, not that it was taken back.
    client.once('close', () => lifetime.abort(new Error('The connection is gone.')));
    client.on('error', (error) => log.debug({ err: error }, 'a socket failed'));
    const context = {
      origin,
      via: 'browser',
      signal: lifetime.signal,
      drained: () => drained(socket),
    } as const;
    void handler.upgrade(client, { context });
  };

  return {
    upgrade(request, socket, head, origin) {
      server.handleUpgrade(request, socket, head, (client) => accept(client, socket, origin));
    },
    close: () => heartbeat.close(),
    terminate: () => heartbeat.terminate(),
  };
};
