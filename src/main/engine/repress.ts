import type { Fault } from '#shared/contract/errors.ts';
import type { RepressMode } from '#shared/contract/policy.ts';
import type { Clock } from '../clock.ts';

/** `leave` must be called once the run has ended: until then it counts as running. */
export type Entered =
  | { ok: true; leave: () => void }
  | { ok: false; outcome: 'refused' | 'cancelled' | 'expired'; fault: Fault };

type Denied = Extract<Entered, { ok: false }>;

/** Past so many presses of one key that wait the next is refused. */
const MOST_WAITING = 20;

interface Waiter {
  goAhead(): void;
  giveUp(denied: Denied): void;
}

interface Lane {
  readonly running: Set<{ cancel: () => void }>;
  waiting: Waiter[];
}

const FREE: Entered = { ok: true, leave: () => {} };

/** What a further press does while the former one of the same intent and key still runs. */
export class Represses {
  readonly #lanes = new Map<string, Lane>();
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * `key` names intent and key. `cancel` is called where a later press restarts. `deadline` is on the monotonic
   * clock. Never rejects; waits no longer than the deadline and the signal allow.
   */
  enter(
    key: string,
    mode: RepressMode,
    cancel: () => void,
    signal: AbortSignal,
    deadline: number,
  ): Entered | Promise<Entered> {
    if (mode === 'parallel') return FREE;
    const lane = this.#lanes.get(key);
    if (!lane) return this.#start(key, cancel);
    if (mode === 'single') return running;
    if (mode === 'restart') {
      const former = lane.waiting;
      lane.waiting = [];
      for (const waiter of former) waiter.giveUp(replaced);
      for (const run of lane.running) run.cancel();
      // What was cancelled may have left within the call.
      if (!this.#lanes.has(key)) return this.#start(key, cancel);
    }
    if (lane.waiting.length >= MOST_WAITING) return tooMany;
    return this.#wait(key, lane, cancel, signal, deadline);
  }

  #start(key: string, cancel: () => void): Entered {
    const lane: Lane = { running: new Set(), waiting: [] };
    this.#lanes.set(key, lane);
    return this.#run(key, lane, cancel);
  }

  #run(key: string, lane: Lane, cancel: () => void): Entered {
    const run = { cancel };
    lane.running.add(run);
    const leave = (): void => {
      if (!lane.running.delete(run)) return;
      const next = lane.waiting.shift();
      if (next) next.goAhead();
      else this.#lanes.delete(key);
    };
    return { ok: true, leave };
  }

  async #wait(
    key: string,
    lane: Lane,
    cancel: () => void,
    signal: AbortSignal,
    deadline: number,
  ): Promise<Entered> {
    if (signal.aborted) return takenBack;
    const turn = Promise.withResolvers<Entered>();
    const timer = new AbortController();
    const waiter: Waiter = {
      goAhead: () => turn.resolve(this.#run(key, lane, cancel)),
      giveUp: (denied) => turn.resolve(denied),
    };
    lane.waiting.push(waiter);
    const leaveLine = (denied: Denied): void => {
      const place = lane.waiting.indexOf(waiter);
      if (place < 0) return;
      lane.waiting.splice(place, 1);
      turn.resolve(denied);
    };
    const onAbort = (): void => leaveLine(takenBack);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#clock.sleep(Math.max(0, deadline - this.#clock.monotonic()), timer.signal).then(
      () => leaveLine(tooLate),
      () => undefined,
    );
    const entered = await turn.promise;
    signal.removeEventListener('abort', onAbort);
    timer.abort();
    return entered;
  }
}

const denied = (
  outcome: Denied['outcome'],
  error_type: Fault['error_type'],
  message: string,
  details: Fault['details'],
): Denied => ({ ok: false, outcome, fault: { error_type, message, details } });

const running = denied(
  'refused',
  'refused',
  'It still runs, and one at a time is allowed, so nothing was sent.',
  {
    reason: 'running',
    short: 'running',
    hint: 'Wait until it has ended, or give the intent another mode.',
  },
);

const tooMany = denied(
  'refused',
  'refused',
  `${MOST_WAITING} presses of it wait already, so nothing was sent.`,
  {
    reason: 'queue_full',
    short: 'queue full',
    hint: 'Wait until some have run, or cancel them.',
  },
);

const replaced = denied(
  'cancelled',
  'cancelled',
  'A later press took its place before anything was sent.',
  { reason: 'restarted', short: 'restarted', hint: 'The later press runs in its place.' },
);

const takenBack = denied(
  'cancelled',
  'cancelled',
  'Cancelled while it waited for the former press: nothing was sent.',
  { hint: 'Press again if you still want it.' },
);

const tooLate = denied(
  'expired',
  'connection_timeout',
  'The former press did not end in time, so this one was not sent.',
  { hint: 'Press again, or raise timeout_ms.' },
);
