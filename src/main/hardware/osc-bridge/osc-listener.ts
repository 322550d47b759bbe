import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { decodePacket, OscDecodeError, type ReceivedOsc } from '../../transports/osc/decode.ts';
import { splitterFor } from '../../transports/osc/framing.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import type { OscEndpoint } from './mapping-schema.ts';

export interface OscListenerEvents {
  received(message: ReceivedOsc): void;
  /** What came was no OSC; nothing else of it is used. */
  junk(reason: string): void;
}

/** As a person reads it: `udp 127.0.0.1:9000`. */
export const endpointText = ({ via, host, port }: OscEndpoint): string =>
  `${via} ${isIPv6(host) ? `[${host}]` : host}:${port}`;

const MOST_CONNECTIONS = 32;
const MOST_PACKET_BYTES = 64 * 1024;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const HINTS: Record<string, readonly [string, string]> = {
  EADDRINUSE: [
    'another program has the port',
    'End that program, or write another port in the mapping file.',
  ],
  EADDRNOTAVAIL: [
    'this machine has no such address',
    'Write 0.0.0.0 to listen on all of its addresses, or one that it has.',
  ],
  EACCES: [
    'the system does not allow it',
    'Choose a port above 1023, or give the program the right to use this one.',
  ],
  ENOTFOUND: ['the name is not known', 'Write an address in place of the name.'],
};

/** Nothing listens, and why. */
export class ListenTrouble extends HardwareTrouble {
  readonly code: string;
  constructor(endpoint: OscEndpoint, error: unknown) {
    const code = codeOf(error);
    const said = error instanceof Error ? error.message : String(error);
    const [reason, hint] = HINTS[code] ?? [said, 'Look at "receive" in the mapping file.'];
    super(`OSC can't be received on ${endpointText(endpoint)}: ${reason}.`, hint);
    this.code = code;
  }
}

const reader =
  (events: OscListenerEvents) =>
  (bytes: Uint8Array): void => {
    let messages: ReceivedOsc[];
    try {
      messages = decodePacket(bytes);
    } catch (error) {
      if (!(error instanceof OscDecodeError)) throw error;
      events.junk(error.message);
      return;
    }
    for (const message of messages) events.received(message);
  };

const listenUdp = async (
  endpoint: OscEndpoint,
  events: OscListenerEvents,
): Promise<() => Promise<void>> => {
  const socket = createSocket(isIPv6(endpoint.host) ? 'udp6' : 'udp4');
  try {
    socket.bind(endpoint.port, endpoint.host);
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('message', reader(events));
  // An error of one datagram is none of the next one's.
  socket.on('error', () => undefined);
  return async () => {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };
};

const serve = (socket: Socket, endpoint: OscEndpoint, events: OscListenerEvents): void => {
  const splitter = splitterFor(endpoint.framing, MOST_PACKET_BYTES);
  const read = reader(events);
  socket.setNoDelay(true).on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const packet of splitter.push(chunk)) read(packet);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      events.junk(
        `${error.message}. Is the framing "${endpoint.framing}" the one that the device uses?`,
      );
      socket.destroy();
    }
  });
};

const listenTcp = async (
  endpoint: OscEndpoint,
  events: OscListenerEvents,
): Promise<() => Promise<void>> => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, endpoint, events);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(endpoint.port, endpoint.host);
  await once(server, 'listening');
  server.on('error', () => undefined);
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
};

/** Where OSC comes in. */
export class OscListener {
  readonly endpoint: OscEndpoint;
  readonly #close: () => Promise<void>;

  private constructor(endpoint: OscEndpoint, close: () => Promise<void>) {
    this.endpoint = endpoint;
    this.#close = close;
  }

  /** @throws ListenTrouble */
  static async open(endpoint: OscEndpoint, events: OscListenerEvents): Promise<OscListener> {
    try {
      const listen = endpoint.via === 'udp' ? listenUdp : listenTcp;
      return new OscListener(endpoint, await listen(endpoint, events));
    } catch (error) {
      throw new ListenTrouble(endpoint, error);
    }
  }

  async close(): Promise<void> {
    await this.#close();
  }
}
