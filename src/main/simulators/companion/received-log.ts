import { EventEmitter } from 'node:events';
import type { Clock } from '../../clock.ts';

export type Service = 'http' | 'tcp' | 'udp' | 'osc';

/** One command that arrived, and what became of it. */
export interface Received {
  /** Wall clock, milliseconds since 1970. */
  at: number;
  /** The same moment on the clock that never goes back. */
  monotonic: number;
  service: Service;
  /** `page/row/col`, where the command names a place. */
  location?: string;
  action: string;
  /** False where it was acknowledged or refused and nothing happened; `detail` says why. */
  ran: boolean;
  detail: string;
}

const KEPT = 10_000;
const LONGEST_DETAIL = 500;

/** The newest 10,000 commands, in the order they arrived. */
export class ReceivedLog {
  readonly entries: Received[] = [];
  readonly #clock: Clock;
  readonly #events = new EventEmitter<{ received: [Received] }>().setMaxListeners(0);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(entry: Omit<Received, 'at' | 'monotonic'>): void {
    const received = {
      at: this.#clock.now(),
      monotonic: this.#clock.monotonic(),
      ...entry,
      detail: entry.detail.slice(0, LONGEST_DETAIL),
    };
    this.entries.push(received);
    if (this.entries.length > KEPT) this.entries.shift();
    this.#events.emit('received', received);
  }

  clear(): void {
    this.entries.length = 0;
  }

  listen(listener: (received: Received) => void): () => void {
    this.#events.on('received', listener);
    return () => this.#events.off('received', listener);
  }

  /** The first entry that fits, among those here already and those to come. Rejects with the signal's reason. */
  waitFor(predicate: (received: Received) => boolean, signal: AbortSignal): Promise<Received> {
    const here = this.entries.find(predicate);
    if (here) return Promise.resolve(here);
    const { promise, resolve, reject } = Promise.withResolvers<Received>();
    if (signal.aborted) reject(signal.reason);
    const stop = this.listen((received) => {
      if (predicate(received)) resolve(received);
    });
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    return promise.finally(() => {
      stop();
      signal.removeEventListener('abort', abort);
    });
  }
}
