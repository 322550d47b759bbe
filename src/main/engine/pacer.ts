import type { Clock } from '../clock.ts';

/** One spacing that a send must keep: `key` names a button or a target, `gapMs` the least spacing on it. */
export interface Spacing {
  key: string;
  gapMs: number;
  /** Keeps its place in the order but need not wait out the gap: a key's release. */
  atOnce?: boolean;
}

/** A send's turn. Waits in milliseconds: `queue` behind others, `pace` for the gap. */
export interface Turn {
  queueMs: number;
  paceMs: number;
  /** Must be called once the send has ended. `writtenAt`: when the bytes left, on the monotonic clock. */
  done(writtenAt: number): void;
}

interface Lane {
  busy: boolean;
  freeAt: number;
  waiting: (() => void)[];
}

const FREE: Turn = { queueMs: 0, paceMs: 0, done() {} };

/**
 * Orders the sends on each button and target and keeps them apart. Companion acknowledges and drops a second
 * press within about 20 ms, so the gap counts from the moment the former one's bytes left, and nothing is
 * ever dropped here: a send waits its turn or says that its deadline came first.
 */
export class Pacer {
  readonly #lanes = new Map<string, Lane>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lanes are taken in the order given; give the button before the target, everywhere. */
  take(
    spacings: readonly Spacing[],
    deadline: number,
    signal: AbortSignal,
  ): Turn | Promise<Turn | 'expired'> {
    if (spacings.length === 0) return FREE;
    return this.#takeFree(spacings, signal) ?? this.#takeAll(spacings, deadline, signal);
  }

  /** The common case, without a turn of the loop: nobody is there and every gap is over. */
  #takeFree(spacings: readonly Spacing[], signal: AbortSignal): Turn | null {
    const now = this.#clock.monotonic();
    const free = ({ key, atOnce }: Spacing): boolean => {
      const lane = this.#lanes.get(key);
      return !lane || (!lane.busy && (atOnce === true || lane.freeAt <= now));
    };
    if (signal.aborted || !spacings.every(free)) return null;
    const held = spacings.map((spacing) => ({ spacing, lane: this.#laneOf(spacing.key) }));
    for (const { lane } of held) lane.busy = true;
    return {
      queueMs: 0,
      paceMs: 0,
      done: (writtenAt) => {
        for (const { spacing, lane } of held) this.#release(spacing, lane, writtenAt);
      },
    };
  }

  #laneOf(key: string): Lane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { busy: false, freeAt: 0, waiting: [] };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  async #takeAll(
    spacings: readonly Spacing[],
    deadline: number,
    signal: AbortSignal,
  ): Promise<Turn | 'expired'> {
    const held: { spacing: Spacing; lane: Lane }[] = [];
    let queueMs = 0;
    let paceMs = 0;
    const release = (writtenAt: number | null) => {
      for (const { spacing, lane } of held) this.#release(spacing, lane, writtenAt);
    };
    try {
      for (const spacing of spacings) {
        const from = this.#clock.monotonic();
        const lane = await this.#enter(spacing.key, deadline, signal);
        if (!lane) {
          release(null);
          return 'expired';
        }
        held.push({ spacing, lane });
        const entered = this.#clock.monotonic();
        queueMs += entered - from;
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

  /** Null when the deadline came before the turn. */
  async #enter(key: string, deadline: number, signal: AbortSignal): Promise<Lane | null> {
    signal.throwIfAborted();
    const lane = this.#laneOf(key);
    if (!lane.busy) {
      lane.busy = true;
      return lane;
    }
    const timer = new AbortController();
    const turn = Promise.withResolvers<'turn'>();
    const mine = () => turn.resolve('turn');
    lane.waiting.push(mine);
    const left = Math.max(0, deadline - this.#clock.monotonic());
    const leave = () => {
      const place = lane.waiting.indexOf(mine);
      if (place >= 0) lane.waiting.splice(place, 1);
      return place >= 0;
    };
    try {
      const end = this.#clock
        .sleep(left, AbortSignal.any([signal, timer.signal]))
        .then(() => 'late' as const);
      const first = await Promise.race([turn.promise, end]);
      if (first === 'turn' || !leave()) return lane;
      return null;
    } catch (error) {
      // The turn may have come in the same instant: hand it on rather than keep it for ever.
      if (!leave()) this.#next(key, lane);
      throw error;
    } finally {
      timer.abort();
    }
  }

  #release(spacing: Spacing, lane: Lane, writtenAt: number | null): void {
    if (writtenAt !== null) lane.freeAt = Math.max(lane.freeAt, writtenAt + spacing.gapMs);
    this.#next(spacing.key, lane);
  }

  #next(key: string, lane: Lane): void {
    const waiting = lane.waiting.shift();
    if (waiting) return waiting();
    lane.busy = false;
    if (lane.freeAt <= this.#clock.monotonic()) this.#lanes.delete(key);
    else if (this.#lanes.size > 1000) this.#sweep();
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    for (const [key, lane] of this.#lanes)
      if (!lane.busy && lane.freeAt <= now) this.#lanes.delete(key);
  }
}
