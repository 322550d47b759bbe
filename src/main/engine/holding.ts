import type { KeyPlace } from '#shared/contract/execution.ts';
import { placeId } from './held-keys.ts';
import type { Clock } from '../clock.ts';

/** Keys that a finger holds down until their guard is satisfied. */
export class Holding {
  readonly #clock: Clock;
  readonly #down = new Map<string, AbortController>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves true once the key was held for `ms`, false when it was let go before. Rejects when `signal` aborts. */
  async held(place: KeyPlace, ms: number, signal: AbortSignal): Promise<boolean> {
    const id = placeId(place);
    this.#down.get(id)?.abort();
    const letGo = new AbortController();
    this.#down.set(id, letGo);
    const end = (): void => letGo.abort();
    signal.addEventListener('abort', end, { once: true });
    try {
      await this.#clock.sleep(ms, letGo.signal);
      return true;
    } catch {
      signal.throwIfAborted();
      return false;
    } finally {
      signal.removeEventListener('abort', end);
      if (this.#down.get(id) === letGo) this.#down.delete(id);
    }
  }

  letGo(place: KeyPlace): void {
    this.#down.get(placeId(place))?.abort();
  }
}
