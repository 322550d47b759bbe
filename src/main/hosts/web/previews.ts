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
const GOING_AWAY = 1001;

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

  const stream = (response: ServerResponse, slot: string): void => {
    streams.add(response);
    response.writeHead(200, {
      'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
      'cache-control': 'no-store',
    });
    response.flushHeaders();
    const viewing = cameras.preview(slot, {
      says: 'taken',
      show({ jpeg }) {
        const head = `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`;
        response.write(head);
        response.write(jpeg);
        response.write('\r\n');
        void drained(response).then(() => viewing.done());
      },
      gone: () => response.end(),
    });
    response.once('close', () => {
      viewing.end();
      streams.delete(response);
    });
  };

  /** Any message of the viewer says that it drew a picture. */
  const show = (client: WebSocket, slot: string): void => {
    client.on('error', (error) => log.debug({ err: error }, 'a preview socket failed'));
    heartbeat.watch(client);
    const viewing = cameras.preview(slot, {
      says: 'drawn',
      show: ({ jpeg }) => client.send(jpeg, { binary: true }),
      gone: () => client.close(GOING_AWAY, 'The slot is gone.'),
    });
    client.on('message', () => viewing.done());
    client.once('close', () => viewing.end());
  };

  return {
    handle(request, response, pathname) {
      const { slot, what } = parse(pathname) ?? {};
      if (request.method !== 'GET' || slot === undefined) return false;
      if (what !== 'frame.jpg' && what !== 'preview.mjpeg') return false;
      if (!isSlot(slot)) refuse(request, response, noSuchCamera(slot));
      else if (what === 'frame.jpg') still(request, response, slot);
      else stream(response, slot);
      return true;
    },
    upgrade(request, socket, head, pathname) {
      const { slot, what } = parse(pathname) ?? {};
      if (slot === undefined || what !== 'preview') return false;
      if (!isSlot(slot)) refuseUpgrade(socket, noSuchCamera(slot));
      else
        server.handleUpgrade(request, socket, head, (client) => {
          show(client, slot);
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
