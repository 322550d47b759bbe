import { ExponentialBackoff, type IBackoff, noJitterGenerator } from 'cockatiel';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { written } from './endpoint.ts';
import type { Cause } from './fault.ts';
import { connectTimedOut, explain } from './fault.ts';
import type { Flight } from './flight.ts';

/** A connection that stood this long was a good one: the next failure starts the back-off anew. */
const LASTED_MS = 5000;

const firstBackoff = (): IBackoff<unknown> =>
  new ExponentialBackoff({
    generator: noJitterGenerator,
    initialDelay: 100,
    maxDelay: 5000,
  }).next();

/** One attempt at a connection, and what it became. */
export interface Link {
  /** Ends it at once; tells nobody. */
  destroy(): void;
  /** Settled once nothing of it is open any more; at once where that is so already. */
  closed(): Promise<void>;
}

/** What an attempt tells. Nothing of it is heard after `gone`. */
export interface LinkEvents {
  opened(): void;
  gone(error: unknown): void;
}

interface Waiter<L> {
  flight: Flight;
  go(link: L): void;
}

export interface Keeping<L extends Link> {
  /** Begins an attempt. Throws where it can't even begin. */
  dial(events: LinkEvents): L;
  /** The open connection is gone; nothing more arrives from it. */
  onGone(error: unknown): void;
}

/**
 * One target's long-lived connection, opened by the first send that needs it and again, with back-off,
 * by the first one after a loss. Sends that come while it opens share the attempt; the last one that gives
 * up ends it.
 */
export class KeptConnection<L extends Link> {
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #keeping: Keeping<L>;
  readonly #waiters = new Set<Waiter<L>>();
  #attempt = 0;
  #link: L | null = null;
  #isOpen = false;
  #openedAt = 0;
  #served = false;
  #pause: AbortController | null = null;
  #backoff: IBackoff<unknown> | null = null;
  #notBefore = -Infinity;
  #lastFailure: Cause | null = null;

  constructor(endpoint: Endpoint, clock: Clock, keeping: Keeping<L>) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#keeping = keeping;
  }

  /** The connection, while it is open. */
  get open(): L | null {
    return this.#isOpen ? this.#link : null;
  }

  /** Calls `go` when the connection is open: at once where it is; never for a flight that is over. */
  whenOpen(flight: Flight, go: (link: L) => void): void {
    if (this.open) {
      go(this.open);
      return;
    }
    const waitMs = this.#notBefore - this.#clock.monotonic();
    if (waitMs >= flight.options.connectTimeoutMs) {
      flight.fail(this.#backingOff(waitMs));
      return;
    }
    const waiter: Waiter<L> = { flight, go };
    this.#waiters.add(waiter);
    flight.letGo = (why) => this.#leave(waiter, why);
    flight.awaitConnection();
    if (this.#link || this.#pause) return;
    if (waitMs > 0) void this.#dialAfter(waitMs);
    else this.#dial();
  }

  /** A command went through: the connection is a good one, however short its life. */
  served(): void {
    this.#served = true;
  }

  /** Ends the open connection now; a reply on its way is never seen. */
  drop(error: unknown): void {
    if (!this.#isOpen) return;
    this.#link?.destroy();
    this.#gone(error);
  }

  async close(): Promise<void> {
    this.#endPause();
    const link = this.#link;
    if (!link) return;
    link.destroy();
    await link.closed();
  }

  #leave(waiter: Waiter<L>, why: 'timeout' | 'cancel'): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size > 0) return;
    this.#endPause();
    if (!this.#link || this.#isOpen) return;
    const link = this.#link;
    this.#link = null;
    link.destroy();
    if (why === 'timeout')
      this.#backOff(connectTimedOut(this.#endpoint, waiter.flight.options.connectTimeoutMs));
  }

  async #dialAfter(waitMs: number): Promise<void> {
    const pause = new AbortController();
    this.#pause = pause;
    try {
      await this.#clock.sleep(waitMs, pause.signal);
    } catch {
      // Whoever waited has given up.
      return;
    }
    this.#pause = null;
    this.#dial();
  }

  #endPause(): void {
    this.#pause?.abort();
    this.#pause = null;
  }

  #dial(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isCurrent = (): boolean => attempt === this.#attempt && this.#link !== null;
    try {
      this.#link = this.#keeping.dial({
        opened: () => {
          if (isCurrent()) this.#opened();
        },
        gone: (error) => {
          if (isCurrent()) this.#gone(error);
        },
      });
    } catch (error) {
      this.#gone(error);
    }
  }

  #opened(): void {
    const link = this.#link;
    if (!link) return;
    this.#isOpen = true;
    this.#served = false;
    this.#openedAt = this.#clock.monotonic();
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) if (!waiter.flight.over) waiter.go(link);
  }

  #gone(error: unknown): void {
    const wasOpen = this.#isOpen;
    this.#link = null;
    this.#isOpen = false;
    const cause = explain(error, this.#endpoint, false);
    if (wasOpen) {
      const lasted = this.#clock.monotonic() - this.#openedAt >= LASTED_MS;
      if (lasted || this.#served) this.#backoff = null;
      else this.#backOff(cause);
      this.#keeping.onGone(error);
      return;
    }
    this.#backOff(cause);
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const { flight } of waiters) flight.fail(cause);
  }

  #backOff(cause: Cause): void {
    this.#backoff = this.#backoff?.next(undefined) ?? firstBackoff();
    this.#notBefore = this.#clock.monotonic() + this.#backoff.duration;
    this.#lastFailure = cause;
  }

  #backingOff(waitMs: number): Cause {
    const seconds = (waitMs / 1000).toFixed(1);
    const more = { next_try_ms: Math.ceil(waitMs) };
    const last = this.#lastFailure;
    // It is there and will not have us: that is what to mend.
    if (last?.error_type === 'protocol_error')
      return { ...last, message: `${last.message} The next try is in ${seconds} s.`, more };
    return {
      error_type: 'connection_refused',
      message: `${written(this.#endpoint)} is away; the next try is in ${seconds} s. ${last?.message ?? ''}`,
      hint: 'Check that the device is on and reachable, then press again.',
      ambiguous: false,
      more,
    };
  }
}
