import type { UdpCommand } from '#shared/domain/command.ts';
import type { DatagramDeps } from '../datagram-socket.ts';
import { DatagramSocket } from '../datagram-socket.ts';
import { written } from '../endpoint.ts';
import { Flights } from '../flight.ts';
import type { SendOptions, SendResult, Transport } from '../transport.ts';

/** One datagram per command, never a reply: the best it can say is `sent`. */
export class UdpTransport implements Transport<UdpCommand> {
  readonly type = 'udp';
  readonly #deps: DatagramDeps;
  readonly #flights: Flights;
  readonly #sockets = new Map<string, DatagramSocket>();

  constructor(deps: DatagramDeps) {
    this.#deps = deps;
    this.#flights = new Flights(deps.clock);
  }

  send(command: UdpCommand, options: SendOptions): Promise<SendResult> {
    const flight = this.#flights.start(command, options);
    if (flight.over) return flight.landed;
    const key = written(flight.endpoint);
    let socket = this.#sockets.get(key);
    if (!socket) {
      socket = new DatagramSocket(flight.endpoint, this.#deps);
      this.#sockets.set(key, socket);
    }
    socket.send(Buffer.from(command.payload), flight);
    return flight.landed;
  }

  async close(): Promise<void> {
    this.#flights.close();
    await Promise.all([...this.#sockets.values()].map((socket) => socket.close()));
  }
}
