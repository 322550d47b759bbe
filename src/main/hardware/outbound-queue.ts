import type { OutboundPolicy } from '#shared/contract/hardware.ts';
import type { Clock } from '../clock.ts';
import { within } from '../probe/within.ts';

/**
 * What became of a message in the end. `sent`: handed to the connection, which nothing acknowledges. `expired`:
 * its time passed. `replaced`: a later one of its type took its place. `dropped`: it could not be sent and may
 * not wait, or it made room, or the client was stopped.
 */
export type DeliveryEnd = 'sent' | 'expired' | 'replaced' | 'dropped';

/** What became of a message at once. `settled` never rejects and ends with the message's time to live. */
export interface Delivery {
  readonly outcome: 'sent' | 'queued' | 'dropped';
  /** Why it was not sent. */
  readonly reason: string | null;
  readonly settled: Promise<DeliveryEnd>;
  /** Takes it back while it waits: true where it has not left and never will. */
  withdraw(): boolean;
}

const settledSent: Promise<DeliveryEnd> = Promise.resolve('sent');
export const SENT: Delivery = Object.freeze({
  outcome: 'sent',
  reason: null,
  settled: settledSent,
  withdraw: () => false,
});

export const droppedFor = (reason: string): Delivery => ({
  outcome: 'dropped',
  reason,
  settled: Promise.resolve('dropped'),
  withdraw: () => true,
});

interface Waiting {
  type: string;
  text: string;
  /** Monotonic milliseconds. */
  expiresAt: number;
  end(how: DeliveryEnd): void;
}

type Patient = Exclude<OutboundPolicy, { policy: 'drop' }>;

/** How a message of that type may wait; null where it may not. */
export const policyOf = (
  outbound: Readonly<Record<string, OutboundPolicy>>,
  type: string,
): Patient | null => {
  const policy = Object.hasOwn(outbound, type) ? outbound[type] : undefined;
  return policy === undefined || policy.policy === 'drop' ? null : policy;
};

/** Messages that wait for a connection: so many at most, each for its time and not longer. */
export class OutboundQueue {
  expired = 0;
  /** Those that made room, or were there at the end. */
  dropped = 0;
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #onExpired: (type: string) => void;
  #waiting: Waiting[] = [];
  #callOff: (() => void) | null = null;

  constructor(limit: number, clock: Clock, onExpired: (type: string) => void) {
    this.#limit = limit;
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get size(): number {
    return this.#waiting.length;
  }

  add(type: string, text: string, { policy, ttl_ms }: Patient, reason: string): Delivery {
    if (policy === 'keep_latest')
      this.#endWhere((waiting) => waiting.type === type, 'replaced');
    while (this.size >= this.#limit) {
      this.#waiting.shift()?.end('dropped');
      this.dropped += 1;
    }
    let ended: DeliveryEnd | null = null;
    const { promise: settled, resolve } = Promise.withResolvers<DeliveryEnd>();
    const waiting: Waiting = {
      type,
      text,
      expiresAt: this.#clock.monotonic() + ttl_ms,
      end: (how) => {
        ended = how;
        resolve(how);
      },
    };
    this.#waiting.push(waiting);
    this.#arm();
    const withdraw = (): boolean => {
      this.dropped += this.#endWhere((other) => other === waiting, 'dropped').length;
      this.#arm();
      return ended !== 'sent';
    };
    return { outcome: 'queued', reason, settled, withdraw };
  }

  /** Hands out what is still in time, oldest first, for as long as `send` takes it. */
  flush(send: (text: string, type: string) => boolean): void {
    this.#expire();
    while (this.#waiting[0] && send(this.#waiting[0].text, this.#waiting[0].type))
      this.#waiting.shift()?.end('sent');
    this.#arm();
  }

  /** Drops all of it. */
  clear(): void {
    this.dropped += this.size;
    this.#endWhere(() => true, 'dropped');
    this.#arm();
  }

  #endWhere(is: (waiting: Waiting) => boolean, how: DeliveryEnd): Waiting[] {
    const ending = this.#waiting.filter(is);
    if (ending.length === 0) return ending;
    this.#waiting = this.#waiting.filter((waiting) => !is(waiting));
    for (const waiting of ending) waiting.end(how);
    return ending;
  }

  #expire(): void {
    const now = this.#clock.monotonic();
    for (const { type } of this.#endWhere(({ expiresAt }) => expiresAt <= now, 'expired')) {
      this.expired += 1;
      this.#onExpired(type);
    }
  }

  /** One timer, for the one whose time ends first. */
  #arm(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.size === 0) return;
    const first = Math.min(...this.#waiting.map(({ expiresAt }) => expiresAt));
    const ms = Math.max(0, Math.ceil(first - this.#clock.monotonic()));
    this.#callOff = within(this.#clock, ms, () => {
      this.#callOff = null;
      this.#expire();
      this.#arm();
    });
  }
}

const BEST_END: readonly DeliveryEnd[] = ['sent', 'replaced', 'expired', 'dropped'];

/** One message to several backends: it counts as sent where one of them got it. */
export const deliveredToAny = (deliveries: readonly Delivery[]): Delivery => {
  const found =
    deliveries.find(({ outcome }) => outcome === 'sent') ??
    deliveries.find(({ outcome }) => outcome === 'queued') ??
    deliveries[0];
  if (!found) return droppedFor('There is no backend.');
  if (found.outcome !== 'queued' || deliveries.length === 1) return found;
  const ends = Promise.all(deliveries.map(({ settled }) => settled));
  return {
    ...found,
    settled: ends.then((all) => BEST_END.find((end) => all.includes(end)) ?? 'dropped'),
    withdraw: () => deliveries.map((delivery) => delivery.withdraw()).every(Boolean),
  };
};
