import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Cameras } from '../../cameras/create-cameras.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { drained } from './drained.ts';
import { Heartbeat } from './heartbeat.ts';
import { noPicture, noSuchCamera, refuse, refuseUpgrade } from './refusal.ts';

/** An acknowledgement says nothing but that it came. */
const MOST_ACK_BYTES = 1_024;
const BOUNDARY = 'mcr-bridge-picture';

/** The pictures of cameras, for pages and other tools. */
export interface Previews {
  /** Answers `…/frame.jpg` and `…/preview.mjpeg`; false where the address is neither. */
  handle(request: IncomingMessage, response: ServerResponse, pathname: string): boolean;
  /** Takes `…/preview`; false where the address is another. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, pathname: string): boolean;
  /** Ends the streams and asks the sockets to leave; resolves when all have. */
  close(): Promise<void>;
  terminate(): void;
}

const parse = (pathname: string): { slot: string; what: string } | null => {
  const found = /^\/api\/cameras\/([A-Za-z0-9._-]{1,128})\/([a-z.]+)$/.exec(pathname);
  return found?.[1] && found[2] ? { slot: found[1], what: found[2] } : null;
};

/** Resolves at the next message, or when the socket is gone. */
const acknowledged = (client: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      client.off('message', done).off('close', done);
      resolve();
    };
    client.on('message', done).on('close', done);
  });

export const createPreviews = (cameras: Cameras, clock: Clock, log: Log): Previews => {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_ACK_BYTES,
    perMessageDeflate: false,
  });
  const heartbeat = new Heartbeat(server, clock, log);
  const streams = new Set<ServerResponse>();

  const isSlot = (slot: string): boolean => cameras.list().some((known) => known.slot === slot);

  const still = (request: IncomingMessage, response: ServerResponse, slot: string): void => {
    const frame = cameras.frame(slot);
    if (!frame) return refuse(request, response, noPicture(slot));
    response
      .writeHead(200, {
        'content-type': 'image/jpeg',
        'content-length': frame.jpeg.length,
        'cache-control': 'no-store',
        'last-modified': new Date(frame.arrivedMs).toUTCString(),
      })
      .end(frame.jpeg);
  };

  const stream = async (response: ServerResponse, slot: string): Promise<void> => {
    const lifetime = new AbortController();
    response.once('close', () => lifetime.abort());
    streams.add(response);
    response.writeHead(200, {
      'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
      'cache-control': 'no-store',
    });
    response.flushHeaders();
    for await (const { jpeg } of cameras.preview(slot, lifetime.signal)) {
      const head = `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`;
      response.write(head);
      response.write(jpeg);
      response.write('\r\n');
      await drained(response);
    }
    streams.delete(response);
  };

  const show = async (client: WebSocket, slot: string): Promise<void> => {
    const lifetime = new AbortController();
    client.once('close', () => lifetime.abort());
    client.on('error', (error) => log.debug({ err: error }, 'a preview socket failed'));
    heartbeat.watch(client);
    for await (const { jpeg } of cameras.preview(slot, lifetime.signal)) {
      // Listened for before the picture leaves: a viewer on this machine may answer at once.
      const taken = acknowledged(client);
      client.send(jpeg, { binary: true });
      await taken;
    }
  };

  const broke = (error: unknown): void =>
    log.error({ err: error }, 'a preview ended unexpectedly');

  return {
    handle(request, response, pathname) {
      const { slot, what } = parse(pathname) ?? {};
      if (request.method !== 'GET' || slot === undefined) return false;
      if (what !== 'frame.jpg' && what !== 'preview.mjpeg') return false;
      if (!isSlot(slot)) refuse(request, response, noSuchCamera(slot));
      else if (what === 'frame.jpg') still(request, response, slot);
      else stream(response, slot).catch(broke);
      return true;
    },
    upgrade(request, socket, head, pathname) {
      const { slot, what } = parse(pathname) ?? {};
      if (slot === undefined || what !== 'preview') return false;
      if (!isSlot(slot)) refuseUpgrade(socket, noSuchCamera(slot));
      else
        server.handleUpgrade(request, socket, head, (client) => {
          show(client, slot).catch(broke);
        });
      return true;
    },
    async close() {
      for (const response of streams) response.destroy();
      await heartbeat.close();
    },
    terminate: () => heartbeat.terminate(),
  };
};
