import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export interface HeartbeatSettings {
  everyMs: number;
  /** Silence for this long after a ping is a miss. */
  withinMs: number;
  /** So many misses in a row end it. */
  misses: number;
}

export interface HeartbeatEvents {
  /** Sends one; the number of each is higher than that of the one before. */
  ping(): number;
  /** The answer to a ping came, or to a later one. */
  answered(rttMs: number): void;
  /** No answer to a ping came before the next one. */
  lost(): void;
  /** It is silent, or no longer. */
  changed(): void;
  dead(): void;
  /** Nothing is read now, on purpose: silence proves nothing. */
  deaf(): boolean;
}

/** Finds out that a connection which still says that it is open leads nowhere. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #settings: HeartbeatSettings;
  readonly #events: HeartbeatEvents;
  #asked: { id: number; at: number } | null = null;
  #heard = true;
  #missed = 0;

  constructor(clock: Clock, settings: HeartbeatSettings, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#settings = settings;
    this.#events = events;
  }

  /** Misses in a row up to now. */
  get missed(): number {
    return this.#missed;
  }

  /** Something came from the other side: it lives. */
  heard(): void {
    this.#heard = true;
    if (this.#missed === 0) return;
    this.#missed = 0;
    this.#events.changed();
  }

  pong(id: number): void {
    if (this.#asked === null || id < this.#asked.id) return;
    const rttMs = this.#clock.monotonic() - this.#asked.at;
    this.#asked = null;
    this.#events.answered(rttMs);
  }

  /** Beats until the signal aborts or the connection is dead. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { everyMs, misses } = this.#settings;
    const withinMs = Math.min(everyMs, this.#settings.withinMs);
    while (!signal.aborted) {
      if (this.#asked !== null) this.#events.lost();
      this.#heard = false;
      this.#asked = { at: this.#clock.monotonic(), id: this.#events.ping() };
      if (!(await this.#pause(withinMs, signal))) return;
      // An answer that is not read yet was not late, and nobody knows when it came.
      if (this.#events.deaf()) this.#asked = null;
      else if (!this.#heard) {
        this.#missed += 1;
        if (this.#missed >= misses) {
          this.#events.lost();
          this.#events.dead();
          return;
        }
        this.#events.changed();
      }
      if (!(await this.#pause(everyMs - withinMs, signal))) return;
    }
  }

  /** False where the signal ended it. */
  async #pause(ms: number, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#clock.sleep(ms, signal);
    } catch {
      return false;
    }
    // After a freeze of the loop, what came meanwhile is read before anything is judged.
    await setImmediate();
    return !signal.aborted;
  }
}
