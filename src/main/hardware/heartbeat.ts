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
  ping(id: number): void;
  /** The answer to a ping came, however late. */
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
  #id = 0;
  #sentAt: number | null = null;
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
    if (id !== this.#id || this.#sentAt === null) return;
    const rttMs = this.#clock.monotonic() - this.#sentAt;
    this.#sentAt = null;
    this.#events.answered(rttMs);
  }

  /** Beats until the signal aborts or the connection is dead. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { everyMs, misses } = this.#settings;
    const withinMs = Math.min(everyMs, this.#settings.withinMs);
    while (!signal.aborted) {
      if (this.#sentAt !== null) this.#events.lost();
      this.#id += 1;
      this.#sentAt = this.#clock.monotonic();
      this.#heard = false;
      this.#events.ping(this.#id);
      if (!(await this.#pause(withinMs, signal))) return;
      if (!this.#heard && !this.#events.deaf()) {
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
