import type { Conditions } from '#shared/contract/policy.ts';
import { unmetClause } from '#shared/domain/conditions.ts';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import type { StepFacts } from './step-facts.ts';

/** Where the store does not tell of a change it is asked this often, in milliseconds. */
const ASK_MS = 100;

/**
 * Null as soon as the conditions hold; the clause that still does not when the time is up.
 * @throws the signal's reason when it aborts first
 */
export const waitUntil = async (
  { store, clock }: { store: Store; clock: Clock },
  conditions: Conditions,
  facts: StepFacts,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | null> => {
  const deadline = clock.monotonic() + timeoutMs;
  let news = Promise.withResolvers<void>();
  const stop = store.onChange((change) => {
    if (facts.take(change)) news.resolve();
  });
  try {
    await facts.refresh();
    for (;;) {
      signal.throwIfAborted();
      const unmet = unmetClause(conditions, facts.current);
      const left = deadline - clock.monotonic();
      if (unmet === null || left <= 0) return unmet;
      if (!(await cameWithin(clock, Math.min(left, ASK_MS), news.promise, signal)))
        await facts.refresh();
      news = Promise.withResolvers();
    }
  } finally {
    stop();
  }
};

/** True where it came before the time was up. */
const cameWithin = async (
  clock: Clock,
  ms: number,
  news: Promise<void>,
  signal: AbortSignal,
): Promise<boolean> => {
  const nap = new AbortController();
  const wake = (): void => nap.abort(signal.reason);
  signal.addEventListener('abort', wake, { once: true });
  try {
    const slept = clock.sleep(ms, nap.signal).then(
      () => false,
      () => false,
    );
    return await Promise.race([news.then(() => true), slept]);
  } finally {
    signal.removeEventListener('abort', wake);
    nap.abort();
  }
};
