import { ExponentialBackoff, type IExponentialBackoffOptions } from 'cockatiel';
import type { BridgeConfig } from '../contract/config.ts';
import type { ErrorType, Fault } from '../contract/errors.ts';
import type { Outcome } from '../contract/execution.ts';
import type { RetryOverride } from '../contract/policy.ts';

/** How often a command is sent at most, the first time included, and how long to wait between. */
export interface RetryPolicy {
  attempts: number;
  backoff: { initialMs: number; multiplier: number; maxMs: number };
}

interface Overriding {
  retry?: RetryOverride | null | undefined;
}

/** The action's own word before the protocol's before the config's, field by field. */
export const retryPolicy = (
  config: Pick<
    BridgeConfig,
    'retry_attempts' | 'retry_backoff_ms' | 'retry_backoff_multiplier' | 'retry_max_backoff_ms'
  >,
  { retry: ofProtocol }: Overriding,
  { retry: ofAction }: Overriding,
): RetryPolicy => ({
  attempts: ofAction?.attempts ?? ofProtocol?.attempts ?? config.retry_attempts,
  backoff: {
    initialMs: ofAction?.backoff_ms ?? ofProtocol?.backoff_ms ?? config.retry_backoff_ms,
    multiplier:
      ofAction?.multiplier ?? ofProtocol?.multiplier ?? config.retry_backoff_multiplier,
    maxMs:
      ofAction?.max_backoff_ms ?? ofProtocol?.max_backoff_ms ?? config.retry_max_backoff_ms,
  },
});

/** The library's own jitters always double; this one keeps to the exponent and never passes the maximum. */
const halfJitter =
  (random: () => number) =>
  (
    attempt: number | undefined,
    { initialDelay, exponent, maxDelay }: IExponentialBackoffOptions<number>,
  ): [number, number] => {
    const past = attempt ?? 0;
    const longest = Math.min(maxDelay, initialDelay * exponent ** past);
    return [(longest * (1 + random())) / 2, past + 1];
  };

/**
 * The waits between the attempts, in milliseconds: one fewer than attempts, each between half of its
 * exponential length and all of it. `random` gives 0 to 1.
 */
export function* backoffs(
  { attempts, backoff }: RetryPolicy,
  random: () => number = Math.random,
): Generator<number, void, void> {
  let wait = new ExponentialBackoff({
    generator: halfJitter(random),
    initialDelay: backoff.initialMs,
    exponent: backoff.multiplier,
    maxDelay: backoff.maxMs,
  }).next();
  for (let left = attempts - 1; left > 0; left -= 1) {
    yield wait.duration;
    wait = wait.next(undefined);
  }
}

const PASSING: ReadonlySet<ErrorType> = new Set([
  'connection_refused',
  'connection_timeout',
  'connection_lost',
  'dns_resolution',
  'rate_limited',
]);

/**
 * True where sending it again can't act twice: nothing had left, or the device asked to wait, or what is
 * ambiguous does the same the second time.
 */
export const isSafeToRepeat = (
  result: { outcome: Outcome; fault?: Fault | null; ambiguous?: boolean },
  idempotent: boolean,
): boolean => {
  if (result.outcome !== 'failed' && result.outcome !== 'unknown') return false;
  if (!result.fault || !PASSING.has(result.fault.error_type)) return false;
  const ambiguous = result.ambiguous === true || result.outcome === 'unknown';
  return idempotent || !ambiguous;
};

/** How long the device asked to be left alone, in milliseconds; 0 where it did not say. */
export const leastWaitMs = ({ fault }: { fault?: Fault | null }): number => {
  const asked = fault?.details['retry_after_ms'];
  return typeof asked === 'number' && asked > 0 ? asked : 0;
};
