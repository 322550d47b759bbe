import type { Reply } from '#shared/contract/execution.ts';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointOf } from './endpoint.ts';
import type { Cause } from './fault.ts';
import {
  cancelled,
  connectTimedOut,
  explain,
  faultOf,
  replyTimedOut,
  writeTimedOut,
} from './fault.ts';
import type { SendOptions, SendResult } from './transport.ts';

const nothing = (): void => {};

/**
 * One send, from the call to its one result. It ends by what the transport says, by the time-out of the
 * phase it is in, or by the signal, whichever comes first; whatever comes later is ignored.
 * Phases: waiting for a connection, departing (bytes may leave), written.
 */
export class Flight {
  readonly endpoint: Endpoint;
  readonly options: SendOptions;
  readonly landed: Promise<SendResult>;
  over = false;
  /** True once bytes may have left. */
  departed = false;
  /** Set by the transport: lets go of what it holds when time or the signal ends the flight. */
  letGo: (why: 'timeout' | 'cancel') => void = nothing;

  readonly onAbort = (): void => this.cancel();
  readonly #clock: Clock;
  readonly #onOver: (flight: Flight) => void;
  readonly #startedAt: number;
  #openAt: number | null = null;
  #writtenAt: number | null = null;
  #fresh = false;
  #timer: NodeJS.Timeout | undefined;
  #resolve: (result: SendResult) => void = nothing;

  constructor(
    endpoint: Endpoint,
    options: SendOptions,
    clock: Clock,
    onOver: (flight: Flight) => void,
  ) {
    this.endpoint = endpoint;
    this.options = options;
    this.#clock = clock;
    this.#onOver = onOver;
    this.#startedAt = clock.monotonic();
    this.landed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (options.signal.aborted) this.cancel();
  }

  /** There is no connection yet: from here `connectTimeoutMs` counts. */
  awaitConnection(): void {
    if (this.over) return;
    this.#fresh = true;
    this.#timer = setTimeout(expire, this.options.connectTimeoutMs, this);
  }

  /** The connection is there and bytes may leave: from here `responseTimeoutMs` counts. */
  depart(fresh = this.#fresh): void {
    clearTimeout(this.#timer);
    this.#fresh = fresh;
    this.#openAt = fresh ? this.#clock.monotonic() : this.#startedAt;
    this.departed = true;
    this.#timer = setTimeout(expire, this.options.responseTimeoutMs, this);
  }

  /** The last byte is with the system. */
  wrote(): void {
    this.#writtenAt = this.#clock.monotonic();
  }

  land(outcome: 'ok' | 'sent', reply: Reply | null): void {
    if (this.over) return;
    this.#end({ outcome, reply, timings: this.#timings(outcome === 'ok') });
  }

  /** Ambiguous ends as `unknown`, everything else as `failed`. */
  fail(cause: Cause, reply: Reply | null = null): void {
    this.#fall(cause.ambiguous ? 'unknown' : 'failed', cause, reply);
  }

  /** Fails by what an error means; `left` where the transport knows better whether bytes left. */
  failBy(error: unknown, left = this.departed, reply: Reply | null = null): void {
    if (!this.over) this.fail(explain(error, this.endpoint, left), reply);
  }

  cancel(): void {
    if (this.over) return;
    this.#fall(
      this.departed ? 'unknown' : 'cancelled',
      cancelled(this.endpoint, this.departed),
      null,
    );
    this.letGo('cancel');
  }

  expire(): void {
    const { connectTimeoutMs, responseTimeoutMs } = this.options;
    if (!this.departed) this.fail(connectTimedOut(this.endpoint, connectTimeoutMs));
    else if (this.#writtenAt === null)
      this.fail(writeTimedOut(this.endpoint, responseTimeoutMs));
    else this.fail(replyTimedOut(this.endpoint, responseTimeoutMs));
    this.letGo('timeout');
  }

  #fall(outcome: 'failed' | 'unknown' | 'cancelled', cause: Cause, reply: Reply | null): void {
    if (this.over) return;
    this.#end({
      outcome,
      fault: faultOf(cause, this.endpoint),
      ambiguous: cause.ambiguous,
      reply,
      timings: this.#timings(this.#writtenAt !== null),
    });
  }

  #timings(replyAwaited: boolean): SendResult['timings'] {
    const now = this.#clock.monotonic();
    const openAt = this.#openAt ?? (this.#fresh ? now : this.#startedAt);
    const writtenAt = this.#writtenAt ?? (this.departed ? now : openAt);
    return {
      connect: this.#fresh ? openAt - this.#startedAt : null,
      write: writtenAt - openAt,
      reply: replyAwaited ? now - writtenAt : null,
    };
  }

  #end(result: SendResult): void {
    this.over = true;
    clearTimeout(this.#timer);
    this.#onOver(this);
    this.#resolve(result);
  }
}

const expire = (flight: Flight): void => flight.expire();

/** All flights of one transport, so that closing it ends every one. */
export class Flights {
  readonly #clock: Clock;
  readonly #under = new Set<Flight>();
  readonly #forget = (flight: Flight): void => {
    this.#under.delete(flight);
    flight.options.signal.removeEventListener('abort', flight.onAbort);
  };
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The flight is over at once when the signal has aborted or the transport is closed. */
  start(to: Endpoint, options: SendOptions): Flight {
    const flight = new Flight(endpointOf(to), options, this.#clock, this.#forget);
    if (flight.over) return flight;
    this.#under.add(flight);
    options.signal.addEventListener('abort', flight.onAbort);
    if (this.#closed) flight.cancel();
    return flight;
  }

  close(): void {
    this.#closed = true;
    for (const flight of this.#under) flight.cancel();
  }
}
