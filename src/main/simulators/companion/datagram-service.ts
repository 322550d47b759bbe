import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { bindDatagram } from './listen.ts';

/** Datagrams in, never one out. While it is stopped nothing is bound: the sender hears nothing. */
export class DatagramService {
  readonly #run: (datagram: Buffer) => void;
  #socket: Socket | undefined;

  constructor(run: (datagram: Buffer) => void) {
    this.#run = run;
  }

  /** Resolves with the port. */
  async start(host: string, port: number): Promise<number> {
    if (this.#socket) return port;
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const bound = await bindDatagram(socket, host, port);
    socket.on('message', this.#run);
    // An error of one datagram is none of the next one's.
    socket.on('error', () => undefined);
    this.#socket = socket;
    return bound;
  }

  async stop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }
}
