import { setImmediate } from 'node:timers/promises';
import { PRESS_TYPES, type HardwareConnection } from '#shared/contract/hardware.ts';
import type { Clock } from '../clock.ts';
import type { BackendLink } from './backend-link.ts';
import { Heartbeat } from './heartbeat.ts';
import type { LatencyStatistics } from './latency-statistics.ts';
import { pressUnanswered, silentEnd } from './link-trouble.ts';
import { Unacknowledged, type Unread } from './unacknowledged.ts';

export interface WatchParts {
  link: BackendLink;
  /** Of the backend, for whoever reads. */
  at: string;
  settings: HardwareConnection;
  clock: Clock;
  latency: LatencyStatistics;
  /** A ping left by the beat. */
  pinged: () => void;
  /** One was answered. */
  answered: () => void;
  /** It is silent, or no longer. */
  changed: () => void;
}

/** What one connection is good for: whether it lives, how fast it is, and what has certainly been read at its other end. */
export class LinkWatch {
  readonly #parts: WatchParts;
  readonly #heartbeat: Heartbeat;
  readonly #unacknowledged = new Unacknowledged();
  readonly #over = new AbortController();
  #pings = 0;

  constructor(parts: WatchParts) {
    const { link, at, settings, clock, latency, pinged, answered, changed } = parts;
    const { heartbeat_ms, heartbeat_timeout_ms, heartbeat_misses } = settings;
    this.#parts = parts;
    this.#heartbeat = new Heartbeat(
      clock,
      { everyMs: heartbeat_ms, withinMs: heartbeat_timeout_ms, misses: heartbeat_misses },
      {
        ping: () => {
          const id = this.#ping();
          pinged();
          return id;
        },
        answered: (rttMs) => {
          latency.answered(rttMs);
          answered();
        },
        lost: () => latency.missed(),
        changed,
        dead: () => link.cut(silentEnd(at, heartbeat_misses)),
        deaf: () => link.isPaused,
      },
    );
  }

  /** Pings in a row that nothing answered. */
  get missed(): number {
    return this.#heartbeat.missed;
  }

  beat(): void {
    void this.#heartbeat.run(this.#over.signal);
  }

  heard(): void {
    this.#heartbeat.heard();
  }

  pong(id: number): void {
    this.#unacknowledged.answered(id);
    this.#heartbeat.pong(id);
  }

  sent(type: string, text: string): void {
    // Nobody misses these.
    if (type === 'ping' || type === 'pong') return;
    this.#unacknowledged.sent(type, text);
    if (PRESS_TYPES.includes(type)) void this.#prove();
  }

  /** The connection is gone. What may not have been read: nothing where the other side said goodbye, too. */
  end(read: boolean): Unread {
    this.#over.abort();
    const unread = this.#unacknowledged.take();
    return read ? { messages: [], count: 0 } : unread;
  }

  #ping(): number {
    this.#pings += 1;
    this.#unacknowledged.pinged(this.#pings);
    this.#parts.link.ping(this.#pings);
    return this.#pings;
  }

  /** What the network holds back it may deliver much later: a press that is not answered for in time is cut off. */
  async #prove(): Promise<void> {
    const { link, at, clock, settings } = this.#parts;
    const withinMs = settings.heartbeat_timeout_ms;
    const id = this.#ping();
    do {
      try {
        await clock.sleep(withinMs, this.#over.signal);
      } catch {
        return;
      }
      // After a freeze of the loop, what came meanwhile is read first.
      await setImmediate();
    } while (link.isPaused && this.#unacknowledged.isOpen(id));
    if (this.#unacknowledged.isOpen(id)) link.cut(pressUnanswered(at, withinMs));
  }
}
