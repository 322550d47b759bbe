import type { Clock } from '../clock.ts';

/** One spacing that a send must keep: `key` names a button or a target, `gapMs` the least spacing on it. */
export interface Spacing {
  key: string;
  gapMs: number;
  /** How many sends may be under way on it at once; 1 where absent. */
  width?: number;
  /** Keeps its place in the order but need not wait out the gap: a key's release. */
  atOnce?: boolean;
}

/** How a send waits: until when, who may end it, how far it goes ahead, and how many may wait before it. */
export interface Patience {
  /** On the monotonic clock, milliseconds. */
  deadline: number;
  signal: AbortSignal;
  /** Higher goes first; equal ones in the order they came. */
  priority: number;
  /** Past so many waiting on one lane the next is turned away. */
  limit: number;
}

/** A send's turn. Waits in milliseconds: `queue` behind others, `pace` for the gap. */
export interface Turn {
  queueMs: number;
  paceMs: number;
  /** Must be called once the send has ended. `writtenAt`: when the bytes left, on the monotonic clock. */
  done(writtenAt: number): void;
}

interface Waiting {
  priority: number;
  wake: () => void;
}

interface Lane {
  busy: number;
  width: number;
  freeAt: number;
  waiting: Waiting[];
}

interface Held {
  spacing: Spacing;
  lane: Lane;
}

const FREE: Turn = { queueMs: 0, paceMs: 0, done() {} };

/**
 * Orders the sends on each button and target and keeps them apart. Companion acknowledges and drops a second
 * press within about 20 ms, so the gap counts from the moment the former one's bytes left, and nothing is
 * ever dropped here: a send waits its turn, or says that its deadline came first or the queue was full.
 */
export class Pacer {
  readonly #lanes = new Map<string, Lane>();
  readonly #clock: Clock;
  #waiting = 0;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many sends wait, over all targets. */
  get depth(): number {
    return this.#waiting;
  }

  /** Lanes are taken in the order given; give the button before the target, everywhere. */
  take(
    spacings: readonly Spacing[],
    patience: Patience,
  ): Turn | Promise<Turn | 'expired' | 'full'> {
    if (spacings.length === 0) return FREE;
    return this.#takeFree(spacings, patience.signal) ?? this.#takeAll(spacings, patience);
  }

  /** The common case, without a turn of the loop: nobody is there and every gap is over. */
  #takeFree(spacings: readonly Spacing[], signal: AbortSignal): Turn | null {
    if (signal.aborted) return null;
    for (const { key, gapMs, atOnce } of spacings) {
      const lane = this.#lanes.get(key);
      if (!lane) continue;
      if (lane.busy >= lane.width || lane.waiting.length > 0) return null;
      if (gapMs > 0 && atOnce !== true && lane.freeAt > this.#clock.monotonic()) return null;
    }
    const held = spacings.map((spacing) => ({ spacing, lane: this.#laneOf(spacing) }));
    for (const { lane } of held) lane.busy += 1;
    return {
      queueMs: 0,
      paceMs: 0,
      done: (writtenAt) => {
        for (const { spacing, lane } of held) this.#release(spacing, lane, writtenAt);
      },
    };
  }

  #laneOf({ key, width = 1 }: Spacing): Lane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { busy: 0, width, freeAt: 0, waiting: [] };
      this.#lanes.set(key, lane);
    }
    lane.width = width;
    return lane;
  }

  async #takeAll(
    spacings: readonly Spacing[],
    patience: Patience,
  ): Promise<Turn | 'expired' | 'full'> {
    const { deadline, signal } = patience;
    const held: Held[] = [];
    let queueMs = 0;
    let paceMs = 0;
    const release = (writtenAt: number | null) => {
      for (const { spacing, lane } of held) this.#release(spacing, lane, writtenAt);
    };
    try {
      for (const spacing of spacings) {
        const from = this.#clock.monotonic();
        const lane = await this.#enter(spacing, patience);
        if (typeof lane === 'string') {
          release(null);
          return lane;
        }
        held.push({ spacing, lane });
        const entered = this.#clock.monotonic();
        queueMs += entered - from;
        // Its turn came, but too late: a machine that slept, a lane that was held for long.
        if (entered > deadline) {
          release(null);
          return 'expired';
        }
        const wait = spacing.atOnce ? 0 : lane.freeAt - entered;
        if (wait <= 0) continue;
        if (entered + wait > deadline) {
          release(null);
          return 'expired';
        }
        await this.#sleepUntil(lane.freeAt, signal);
        paceMs += this.#clock.monotonic() - entered;
      }
    } catch (error) {
      release(null);
      throw error;
    }
    return { queueMs, paceMs, done: release };
  }

  /** Timers may fire up to a millisecond early: a gap must not be short by that. */
  async #sleepUntil(at: number, signal: AbortSignal): Promise<void> {
    for (let left = at - this.#clock.monotonic(); left > 0; left = at - this.#clock.monotonic())
      await this.#clock.sleep(Math.ceil(left), signal);
  }

  async #enter(spacing: Spacing, patience: Patience): Promise<Lane | 'expired' | 'full'> {
    const { deadline, signal, priority, limit } = patience;
    signal.throwIfAborted();
    const lane = this.#laneOf(spacing);
    if (lane.busy < lane.width) {
      lane.busy += 1;
      return lane;
    }
    if (lane.waiting.length >= limit) return 'full';
    const timer = new AbortController();
    const onAbort = () => timer.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const turn = Promise.withResolvers<'turn'>();
    const mine: Waiting = { priority, wake: () => turn.resolve('turn') };
    queueIn(lane.waiting, mine);
    this.#waiting += 1;
    const left = Math.max(0, deadline - this.#clock.monotonic());
    const leave = () => {
      const place = lane.waiting.indexOf(mine);
      if (place >= 0) lane.waiting.splice(place, 1);
      return place >= 0;
    };
    try {
      const end = this.#clock.sleep(left, timer.signal).then(() => 'late' as const);
      const first = await Promise.race([turn.promise, end]);
      if (first === 'turn' || !leave()) return lane;
      return 'expired';
    } catch (error) {
      // The turn may have come in the same instant: hand it on rather than keep it for ever.
      if (!leave()) this.#next(spacing.key, lane);
      throw error;
    } finally {
      this.#waiting -= 1;
      signal.removeEventListener('abort', onAbort);
      timer.abort();
    }
  }

  #release(spacing: Spacing, lane: Lane, writtenAt: number | null): void {
    if (writtenAt !== null) lane.freeAt = Math.max(lane.freeAt, writtenAt + spacing.gapMs);
    this.#next(spacing.key, lane);
  }

  #next(key: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) return next.wake();
    lane.busy -= 1;
    if (lane.busy > 0) return;
    if (lane.freeAt <= this.#clock.monotonic()) this.#lanes.delete(key);
    else if (this.#lanes.size > 1000) this.#sweep();
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    for (const [key, lane] of this.#lanes)
      if (lane.busy === 0 && lane.freeAt <= now) this.#lanes.delete(key);
  }
}

const queueIn = (waiting: Waiting[], one: Waiting): void => {
  const place = waiting.findLastIndex(({ priority }) => priority >= one.priority);
  waiting.splice(place + 1, 0, one);
};
