import type { Clock } from '../../clock.ts';

/** When a step was due, when it began and when it ended, in milliseconds from the start of the macro. */
export interface Beat {
  due: number;
  began: number;
  ended: number;
}

export const beatAt = (ms: number): Beat => ({ due: ms, began: ms, ended: ms });

/** By how much a pause may be shortened to keep the beat, and by what part of it at most. */
const SHORTENED_MS = 10;
const SHORTENED_SHARE = 0.2;
/** Who is later than this keeps a new beat. */
const FORGIVEN_MS = 250;

/**
 * When the next step is due and when it may start. Its delay counts from the end of the former one; but what steps
 * took, and what timers were late, is taken out of the pauses, 10 ms and a fifth of a pause at most: so quick steps
 * stand on an even grid, one that was slow for once is made up for, and every pause is still a pause.
 */
export const nextBeat = (
  { due, began, ended }: Beat,
  delayMs: number,
): { due: number; start: number } => {
  const spare = Math.min(SHORTENED_MS, delayMs * SHORTENED_SHARE);
  const next = (began - due > FORGIVEN_MS ? began : due) + delayMs;
  return { due: next, start: Math.max(next, ended + delayMs - spare) };
};

/** The time that a macro keeps, in milliseconds from its start. */
export interface Pace {
  /** @throws the signal's reason when it aborts first */
  until(atMs: number, signal: AbortSignal): Promise<void>;
  /** What time it is when by plan it is `plannedMs`. */
  at(plannedMs: number): number;
}

const CLOSE_ENOUGH_MS = 0.05;

/** As the clock has it: sleeps to points in time, so that a timer's lateness is not handed on. */
export const livePace = (clock: Clock, started: number): Pace => {
  const now = (): number => clock.monotonic() - started;
  return {
    async until(atMs, signal) {
      signal.throwIfAborted();
      for (let left = atMs - now(); left > CLOSE_ENOUGH_MS; left = atMs - now())
        await clock.sleep(left, signal);
    },
    at: now,
  };
};

/** All goes by plan and at once: for a dry run. */
export const plannedPace: Pace = {
  until: async (_atMs, signal) => signal.throwIfAborted(),
  at: (plannedMs) => plannedMs,
};
