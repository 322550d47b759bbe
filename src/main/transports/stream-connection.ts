import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { mayHaveLeft } from './fault.ts';
import type { Flight } from './flight.ts';
import { KeptConnection, type Link, type LinkEvents } from './kept-connection.ts';

const PROBE_AFTER_MS = 10_000;

export interface StreamEvents {
  onData(chunk: Buffer): void;
  /** An open connection is gone; nothing more arrives from it. */
  onGone(error: unknown): void;
}

const reset = (): Error =>
  Object.assign(new Error('The other side closed the connection'), { code: 'ECONNRESET' });

interface StreamLink extends Link {
  socket: Socket;
}

const dial = (
  { host, port }: Endpoint,
  events: LinkEvents,
  onData: (socket: Socket, chunk: Buffer) => void,
): StreamLink => {
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_AFTER_MS,
  });
  let error: unknown = null;
  socket
    .on('connect', () => events.opened())
    .on('data', (chunk: Buffer) => onData(socket, chunk))
    .on('error', (cause) => {
      error = cause;
    })
    .on('end', () => events.gone(reset()))
    .on('close', () => events.gone(error ?? reset()));
  return {
    socket,
    destroy: () => void socket.destroy(),
    async closed() {
      if (!socket.closed) await once(socket, 'close');
    },
  };
};

/** One target's long-lived TCP connection. */
export class StreamConnection {
  readonly #kept: KeptConnection<StreamLink>;

  constructor(endpoint: Endpoint, clock: Clock, streamEvents: StreamEvents) {
    this.#kept = new KeptConnection(endpoint, clock, {
      dial: (events) =>
        dial(endpoint, events, (socket, chunk) => {
          if (socket === this.#kept.open?.socket) streamEvents.onData(chunk);
        }),
      onGone: (error) => streamEvents.onGone(error),
    });
  }

  /** Calls `go` when the connection is open: at once where it is; never for a flight that is over. */
  whenOpen(flight: Flight, go: () => void): void {
    this.#kept.whenOpen(flight, go);
  }

  /** Only on an open connection. `flushed` gets an error where the bytes did not all reach the system. */
  write(bytes: Uint8Array | string, flushed: (error: Error | null | undefined) => void): void {
    const socket = this.#kept.open?.socket;
    socket?.write(bytes, (error) => {
      flushed(error);
      // Its `close` comes later; a send until then must find it gone.
      if (error && socket === this.#kept.open?.socket) this.drop(error);
    });
  }

  /** For a command that nobody answers: departs, writes, and ends the flight as `sent`. */
  sendUnanswered(bytes: Uint8Array | string, flight: Flight): void {
    this.whenOpen(flight, () => {
      flight.depart();
      // What is left of a command that got stuck must not run into the next one.
      flight.letGo = () => this.drop(reset());
      this.write(bytes, (error) => {
        flight.wrote();
        if (error) flight.failBy(error, mayHaveLeft(error));
        else {
          this.served();
          flight.land('sent', null);
        }
      });
    });
  }

  /** A command went through: the connection is a good one, however short its life. */
  served(): void {
    this.#kept.served();
  }

  /** Ends the open connection now; a reply on its way is never seen. */
  drop(error: unknown): void {
    this.#kept.drop(error);
  }

  close(): Promise<void> {
    return this.#kept.close();
  }
}
