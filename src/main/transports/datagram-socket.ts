import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Endpoint } from './endpoint.ts';
import { written } from './endpoint.ts';
import { codeOf, explain, invalid } from './fault.ts';
import type { Flight } from './flight.ts';

/** What one UDP datagram over IPv4 can hold, in bytes. */
export const MAX_DATAGRAM_BYTES = 65_507;

/** How long a resolved name is believed, and how long one and the same complaint is not repeated. */
const NAME_KEPT_MS = 30_000;
const QUIET_MS = 30_000;

export interface ResolvedHost {
  address: string;
  family: number;
}
export type ResolveHost = (host: string) => Promise<ResolvedHost>;

/** Devices on a studio network listen on IPv4 first; a datagram has no second try as TCP has. */
export const resolveHost: ResolveHost = (host) => lookup(host, { order: 'ipv4first' });

export interface DatagramDeps {
  clock: Clock;
  log: Log;
  resolve?: ResolveHost | undefined;
}

/**
 * One target's long-lived, connected UDP socket. The name is resolved once and looked up again in the
 * background; connected, so that a closed port is told to us and no send costs a look-up.
 */
export class DatagramSocket {
  readonly #endpoint: Endpoint;
  readonly #deps: DatagramDeps;
  #socket: Socket | null = null;
  #opening: Promise<Socket> | null = null;
  #address = '';
  #resolveAgainAt = Infinity;
  #complainAgainAt = -Infinity;
  #closed = false;

  constructor(endpoint: Endpoint, deps: DatagramDeps) {
    this.#endpoint = endpoint;
    this.#deps = deps;
  }

  /** Ends the flight as `sent` once the datagram is with the system. */
  send(bytes: Uint8Array, flight: Flight): void {
    if (bytes.length > MAX_DATAGRAM_BYTES) {
      const size = `${bytes.length} bytes are too many for one datagram to ${written(this.#endpoint)}`;
      flight.fail(
        invalid(
          `${size}; ${MAX_DATAGRAM_BYTES} is the most.`,
          'Send less, or use TCP or HTTP.',
        ),
      );
      return;
    }
    if (this.#socket) {
      this.#resolveAgainInTime();
      this.#transmit(this.#socket, bytes, flight);
      return;
    }
    flight.awaitConnection();
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    this.#opening.then(
      (socket) => this.#transmit(socket, bytes, flight),
      (error: unknown) => flight.failBy(error, false),
    );
  }

  /** Does not wait for a name server: a socket that opens later closes itself. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#discard(this.#socket);
  }

  #transmit(socket: Socket, bytes: Uint8Array, flight: Flight): void {
    if (flight.over) return;
    flight.depart();
    try {
      socket.send(bytes, (error) => {
        flight.wrote();
        if (error) this.#refuse(socket, error, flight);
        else flight.land('sent', null);
      });
    } catch (error) {
      this.#refuse(socket, error, flight);
    }
  }

  /** A send that the system refuses did not leave. A closed port says so on the send after. */
  #refuse(socket: Socket, error: unknown, flight: Flight): void {
    flight.failBy(error, false);
    const code = codeOf(error);
    if (code !== 'ECONNREFUSED' && code !== 'EMSGSIZE') void this.#discard(socket);
  }

  async #open(): Promise<Socket> {
    const socket = await this.#connect(await this.#resolve());
    this.#use(socket);
    return socket;
  }

  async #resolve(): Promise<ResolvedHost> {
    const { host } = this.#endpoint;
    const family = isIP(host);
    if (family !== 0) return { address: host, family };
    this.#resolveAgainAt = this.#deps.clock.monotonic() + NAME_KEPT_MS;
    return (this.#deps.resolve ?? resolveHost)(host);
  }

  async #connect({ address, family }: ResolvedHost): Promise<Socket> {
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.connect(this.#endpoint.port, address, () => {
          socket.off('error', reject);
          resolve();
        });
      });
      if (this.#closed) throw new Error('closed');
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('error', (error) => this.#complain(error));
    this.#address = address;
    return socket;
  }

  /** The last address serves until a new one is known: a name server that is away stops nobody. */
  #resolveAgainInTime(): void {
    if (this.#deps.clock.monotonic() < this.#resolveAgainAt) return;
    void this.#moveIfMoved();
  }

  async #moveIfMoved(): Promise<void> {
    try {
      const resolved = await this.#resolve();
      if (resolved.address === this.#address || this.#closed) return;
      this.#use(await this.#connect(resolved));
    } catch (error) {
      this.#complain(error);
    }
  }

  #use(socket: Socket): void {
    const before = this.#socket;
    this.#socket = socket;
    void this.#discard(before);
  }

  #complain(error: unknown): void {
    const now = this.#deps.clock.monotonic();
    if (now < this.#complainAgainAt || this.#closed) return;
    this.#complainAgainAt = now + QUIET_MS;
    const { error_type, message, hint } = explain(error, this.#endpoint, false);
    this.#deps.log.warn({ ...this.#endpoint, error_type, hint }, message);
  }

  #discard(socket: Socket | null): Promise<void> {
    if (socket === this.#socket) this.#socket = null;
    return new Promise((resolve) => {
      try {
        if (socket) socket.close(resolve);
        else resolve();
      } catch {
        // Two sends may find the same socket broken; the second finds it closed.
        resolve();
      }
    });
  }
}
