import type { ErrorType } from '#shared/contract/errors.ts';
import type { Clock } from '../clock.ts';
import type { SendResult } from '../transports/transport.ts';

/** `failures` in a row open it; after `open_ms` one command may probe. */
export interface BreakerPolicy {
  failures: number;
  open_ms: number;
}

/** `probe` goes back into `noted`. `nextTryMs` is 0 while a probe is under way. */
export type MayTry = { ok: true; probe: boolean } | { ok: false; nextTryMs: number };

export interface BreakerState {
  state: 'closed' | 'open' | 'probing';
  failures: number;
  /** Wall clock, milliseconds since 1970. */
  nextTryAt: number | null;
}

interface Failing {
  failures: number;
  /** On the monotonic clock. */
  failedAt: number;
  probing: boolean;
}

const GO: MayTry = { ok: true, probe: false };
const PROBE: MayTry = { ok: true, probe: true };
const MOST_TARGETS = 1000;

/**
 * Leaves a target alone that does not answer. Libraries' breakers read the wall clock: set back by an hour
 * it would keep a device shut for an hour, so this one counts on the monotonic clock.
 */
export class Breakers {
  // Targets that answer have no entry: the common case is one look-up.
  readonly #failing = new Map<string, Failing>();
  readonly #clock: Clock;
  #policy: BreakerPolicy = { failures: 5, open_ms: 5000 };
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every `ok` with `probe` must be followed by `noted`: until then nobody else may try. */
  mayTry(target: string, policy: BreakerPolicy): MayTry {
    this.#policy = policy;
    const entry = this.#failing.get(target);
    if (!entry || entry.failures < policy.failures) return GO;
    if (entry.probing) return { ok: false, nextTryMs: 0 };
    const nextTryMs = this.#left(entry);
    if (nextTryMs > 0) return { ok: false, nextTryMs };
    entry.probing = true;
    return PROBE;
  }

  /**
   * `good`: it answered; false: it is away; null: nothing was learnt. `probe` as `mayTry` said it: false for a send
   * from before, whose end is not the end of the probe under way.
   */
  noted(target: string, good: boolean | null, probe: boolean): void {
    if (good) {
      if (this.#failing.size > 0) this.#failing.delete(target);
      return;
    }
    const entry = this.#failing.get(target);
    if (probe && entry) entry.probing = false;
    if (good === null) return;
    const failedAt = this.#clock.monotonic();
    if (entry) {
      entry.failures += 1;
      entry.failedAt = failedAt;
    } else {
      this.#failing.set(target, { failures: 1, failedAt, probing: false });
      if (this.#failing.size > MOST_TARGETS) this.#forgetOldest();
    }
  }

  state(target: string): BreakerState {
    const entry = this.#failing.get(target);
    if (!entry) return { state: 'closed', failures: 0, nextTryAt: null };
    const { failures, probing } = entry;
    if (probing) return { state: 'probing', failures, nextTryAt: null };
    if (failures < this.#policy.failures) return { state: 'closed', failures, nextTryAt: null };
    return { state: 'open', failures, nextTryAt: this.#clock.now() + this.#left(entry) };
  }

  #left({ failedAt }: Failing): number {
    return Math.max(0, failedAt + this.#policy.open_ms - this.#clock.monotonic());
  }

  #forgetOldest(): void {
    const [oldest] = this.#failing.keys();
    if (oldest !== undefined) this.#failing.delete(oldest);
  }
}

const AWAY: ReadonlySet<ErrorType> = new Set([
  'connection_refused',
  'connection_timeout',
  'connection_lost',
  'dns_resolution',
]);
const ANSWERED: ReadonlySet<ErrorType> = new Set([
  'invalid_response',
  'protocol_error',
  'rate_limited',
]);

/**
 * What a send tells of its target: true where it answered, if only with a refusal; false where it is away;
 * null where it tells nothing. A datagram that left counts as an answer: there is no other.
 */
export const targetAnswers = (result: SendResult): boolean | null => {
  if (!('fault' in result)) return true;
  if (result.outcome === 'cancelled') return null;
  if (AWAY.has(result.fault.error_type)) return false;
  return ANSWERED.has(result.fault.error_type) ? true : null;
};
