import type { Fault } from '#shared/contract/errors.ts';
import type { TraceStep } from '#shared/contract/execution.ts';
import type { Clock } from '../clock.ts';
import { cancelled, delayTooLong } from './action-faults.ts';
import { stepOf, type Run } from './run.ts';

interface Cut {
  outcome: 'expired' | 'cancelled';
  fault: Fault;
}

/** Null when the time passed, which the steps then say; else why it did not. */
const waited = async (
  clock: Clock,
  run: Run,
  name: 'delay' | 'backoff',
  ms: number,
  steps: TraceStep[],
): Promise<Cut | null> => {
  const from = clock.monotonic();
  if (from + ms > run.deadline)
    return { outcome: 'expired', fault: delayTooLong(run, ms, from) };
  try {
    await clock.sleep(ms, run.signal);
  } catch {
    return { outcome: 'cancelled', fault: cancelled() };
  }
  steps.push(stepOf(run, name, from, clock.monotonic()));
  return null;
};

/** The delay that an action asks for. */
export const delayed = (clock: Clock, run: Run, ms: number, steps: TraceStep[]) =>
  waited(clock, run, 'delay', ms, steps);

/** The pause before another try. */
export const backedOff = (clock: Clock, run: Run, ms: number, steps: TraceStep[]) =>
  waited(clock, run, 'backoff', ms, steps);
