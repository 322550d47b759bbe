import type { Clock } from '../../clock.ts';
import { aroundProvider } from './around-provider.ts';
import type { StateProvider } from './state-provider.ts';

export interface RetryOptions {
  clock: Clock;
  maxRetries?: number;
  /** Milliseconds before the first retry; twice as many before each further one. */
  baseDelayMs?: number;
}

/** Tries what met an expired session again, up to three times with back-off: somebody may be making it anew. */
export const retryExpired = (
  provider: StateProvider,
  { clock, maxRetries = 3, baseDelayMs = 100 }: RetryOptions,
): StateProvider =>
  aroundProvider(provider, async (_operation, work) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await work();
      const again = !answer.ok && answer.error.code === 'session_expired';
      if (!again || attempt >= maxRetries) return answer;
      await clock.sleep(baseDelayMs * 2 ** attempt);
    }
  });
