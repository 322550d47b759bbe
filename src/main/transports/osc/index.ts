import type { OscCommand } from '#shared/domain/command.ts';
import type { DatagramDeps } from '../datagram-socket.ts';
import { DatagramSocket } from '../datagram-socket.ts';
import { written } from '../endpoint.ts';
import { invalid } from '../fault.ts';
import type { Flight } from '../flight.ts';
import { Flights } from '../flight.ts';
import { StreamConnection } from '../stream-connection.ts';
import type { SendOptions, SendResult, Transport } from '../transport.ts';
import { encodeMessage, OscEncodeError } from './encode.ts';
import { framed, type OscFraming } from './framing.ts';

/** OSC messages over UDP or, framed, over TCP. OSC has no replies: the best it can say is `sent`. */
export class OscTransport implements Transport<OscCommand> {
  readonly type = 'osc';
  readonly #deps: DatagramDeps;
  readonly #flights: Flights;
  readonly #sockets = new Map<string, DatagramSocket>();
  readonly #streams = new Map<string, StreamConnection>();

  constructor(deps: DatagramDeps) {
    this.#deps = deps;
    this.#flights = new Flights(deps.clock);
  }

  send(command: OscCommand, options: SendOptions): Promise<SendResult> {
    const flight = this.#flights.start(command, options);
    if (flight.over) return flight.landed;
    try {
      const packet = encodeMessage(command);
      if (command.via === 'udp') this.#socket(flight).send(packet, flight);
      else {
        const { framing = 'slip' } = command;
        this.#stream(flight, framing).sendUnanswered(framed(packet, framing), flight);
      }
    } catch (error) {
      if (error instanceof OscEncodeError)
        flight.fail(
          invalid(
            `Not sent: ${error.message}.`,
            "Correct the protocol's OSC arguments or the value.",
          ),
        );
      else flight.failBy(error, false);
    }
    return flight.landed;
  }

  async close(): Promise<void> {
    this.#flights.close();
    const all = [...this.#sockets.values(), ...this.#streams.values()];
    await Promise.all(all.map((open) => open.close()));
  }

  #socket({ endpoint }: Flight): DatagramSocket {
    const key = written(endpoint);
    let socket = this.#sockets.get(key);
    if (!socket) {
      socket = new DatagramSocket(endpoint, this.#deps);
      this.#sockets.set(key, socket);
    }
    return socket;
  }

  #stream({ endpoint }: Flight, framing: OscFraming): StreamConnection {
    const key = `${framing} ${written(endpoint)}`;
    let stream = this.#streams.get(key);
    if (!stream) {
      stream = new StreamConnection(endpoint, this.#deps.clock, { onData() {}, onGone() {} });
      this.#streams.set(key, stream);
    }
    return stream;
  }
}
