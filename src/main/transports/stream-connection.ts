import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ExponentialBackoff, type IBackoff, noJitterGenerator } from 'cockatiel';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { written } from './endpoint.ts';
import type { Cause } from './fault.ts';
import { explain, mayHaveLeft } from './fault.ts';
import type { Flight } from './flight.ts';

/** A connection that stood this long was a good one: the next failure starts the back-off anew. */
const LASTED_MS = 5000;
const PROBE_AFTER_MS = 10_000;

const firstBackoff = (): IBackoff<unknown> =>
  new ExponentialBackoff({
    generator: noJitterGenerator,
    initialDelay: 100,
    maxDelay: 5000,
  }).next();

export interface StreamEvents {
  onData(chunk: Buffer): void;
  /** An open connection is gone; nothing more arrives from it. */
  onGone(error: unknown): void;
}

interface Waiter {
  flight: Flight;
  go(): void;
}

const reset = (): Error =>
  Object.assign(new Error('The other side closed the connection'), { code: 'ECONNRESET' });

/**
 * One target's long-lived TCP connection, opened by the first send that needs it and again, with back-off,
 * by the first one after a loss. Sends that come while it opens share the attempt; the last one that gives
 * up ends it.
 */
export class StreamConnection {
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #events: StreamEvents;
  readonly #waiters = new Set<Waiter>();
  #socket: Socket | null = null;
  #open = false;
  #openedAt = 0;
  #served = false;
  #pause: AbortController | null = null;
  #backoff: IBackoff<unknown> | null = null;
  #notBefore = -Infinity;
  #lastFailure = '';

  constructor(endpoint: Endpoint, clock: Clock, events: StreamEvents) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#events = events;
  }

  /** Calls `go` when the connection is open: at once where it is; never for a flight that is over. */
  whenOpen(flight: Flight, go: () => void): void {
    if (this.#open) {
      go();
      return;
    }
    const waitMs = this.#notBefore - this.#clock.monotonic();
    if (waitMs >= flight.options.connectTimeoutMs) {
      flight.fail(this.#backingOff(waitMs));
      return;
    }
    const waiter: Waiter = { flight, go };
    this.#waiters.add(waiter);
    flight.letGo = (why) => this.#leave(waiter, why);
    flight.awaitConnection();
    if (this.#socket || this.#pause) return;
    if (waitMs > 0) void this.#connectAfter(waitMs);
    else this.#connect();
  }

  /** Only on an open connection. `flushed` gets an error where the bytes did not all reach the system. */
  write(bytes: Uint8Array | string, flushed: (error: Error | null | undefined) => void): void {
    const socket = this.#socket;
    socket?.write(bytes, (error) => {
      flushed(error);
      // Its `close` comes later; a send until then must find it gone.
      if (error && socket === this.#socket) this.drop(error);
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
    this.#served = true;
  }

  /** Ends the open connection now; a reply on its way is never seen. */
  drop(error: unknown): void {
    if (!this.#open) return;
    this.#socket?.destroy();
    this.#gone(error);
  }

  async close(): Promise<void> {
    this.#endPause();
    const socket = this.#socket;
    if (!socket || socket.closed) return;
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
  }

  #leave(waiter: Waiter, why: 'timeout' | 'cancel'): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size > 0) return;
    this.#endPause();
    if (!this.#socket || this.#open) return;
    const socket = this.#socket;
    this.#socket = null;
    socket.destroy();
    if (why === 'timeout') this.#backOff('It did not accept a connection.');
  }

  async #connectAfter(waitMs: number): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    try {
      await this.#clock.sleep(waitMs, pause.signal);
    } catch {
      // Whoever waited has given up.
      return;
    }
    this.#pause = null;
    this.#connect();
  }

  #endPause(): void {
    this.#pause?.abort();
    this.#pause = null;
  }

  #connect(): void {
    const { host, port } = this.#endpoint;
    const noDelay = true;
    const keepAlive = true;
    let socket: Socket;
    let error: unknown = null;
    try {
      socket = connect({
        host,
        port,
        noDelay,
        keepAlive,
        keepAliveInitialDelay: PROBE_AFTER_MS,
      });
    } catch (cause) {
      this.#gone(cause);
      return;
    }
    this.#socket = socket;
    socket
      .on('connect', () => this.#opened(socket))
      .on('data', (chunk: Buffer) => {
        if (socket === this.#socket) this.#events.onData(chunk);
      })
      .on('error', (cause) => {
        error = cause;
      })
      .on('end', () => {
        if (socket === this.#socket) this.#gone(reset());
      })
      .on('close', () => {
        if (socket === this.#socket) this.#gone(error ?? reset());
      });
  }

  #opened(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#open = true;
    this.#served = false;
    this.#openedAt = this.#clock.monotonic();
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) if (!waiter.flight.over) waiter.go();
  }

  #gone(error: unknown): void {
    const wasOpen = this.#open;
    this.#socket = null;
    this.#open = false;
    const cause = explain(error, this.#endpoint, false);
    if (wasOpen) {
      const lasted = this.#clock.monotonic() - this.#openedAt >= LASTED_MS;
      if (lasted || this.#served) this.#backoff = null;
      else this.#backOff(cause.message);
      this.#events.onGone(error);
      return;
    }
    this.#backOff(cause.message);
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const { flight } of waiters) flight.fail(cause);
  }

  #backOff(message: string): void {
    this.#backoff = this.#backoff?.next(undefined) ?? firstBackoff();
    this.#notBefore = this.#clock.monotonic() + this.#backoff.duration;
    this.#lastFailure = message;
  }

  #backingOff(waitMs: number): Cause {
    const seconds = (waitMs / 1000).toFixed(1);
    return {
      error_type: 'connection_refused',
      message: `${written(this.#endpoint)} is away; the next try is in ${seconds} s. ${this.#lastFailure}`,
      hint: 'Check that the device is on and reachable, then press again.',
      ambiguous: false,
      more: { next_try_ms: Math.ceil(waitMs) },
    };
  }
}
