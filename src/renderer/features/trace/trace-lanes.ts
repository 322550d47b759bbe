import type { ActionTrace, Execution, TraceStep } from '#shared/contract/execution.ts';

export interface Lane {
  step: TraceStep['step'];
  /** Per cent of the axis. */
  left: number;
  width: number;
  kind: 'work' | 'wait' | 'bad';
  /** Milliseconds, or what the step says of itself (`reused`). */
  figure: number | string;
}

export interface ActionLanes {
  action: ActionTrace;
  lanes: Lane[];
}

export interface TraceLanes {
  actions: ActionLanes[];
  /** The marks of the axis in milliseconds, from 0; the last is its end. */
  axis: number[];
}

const WAITS: ReadonlySet<string> = new Set(['queue', 'pace', 'delay']);
const MARKS = 4;
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Four equal parts of round numbers that reach over `endMs`. */
export const axisFor = (endMs: number): number[] => {
  const part = Math.max(endMs, 0.004) / MARKS;
  const scale = 10 ** Math.floor(Math.log10(part));
  const round = (STEPS.find((step) => step * scale >= part) ?? 10) * scale;
  return Array.from({ length: MARKS + 1 }, (_, index) =>
    Number((index * round).toPrecision(6)),
  );
};

const isBad = ({ outcome }: ActionTrace): boolean =>
  outcome === 'failed' || outcome === 'unknown';

const lanesOf = (action: ActionTrace, axisMs: number): Lane[] => {
  const last = action.steps.at(-1);
  return action.steps.map((step) => ({
    step: step.step,
    left: (100 * step.at_ms) / axisMs,
    width: (100 * step.took_ms) / axisMs,
    kind: isBad(action) && step === last ? 'bad' : WAITS.has(step.step) ? 'wait' : 'work',
    figure: step.note && step.took_ms < 0.05 ? step.note : step.took_ms,
  }));
};

/** Every step of every action on one axis. */
export const traceLanes = ({ trace, latency_ms }: Execution): TraceLanes => {
  const ends = trace.flatMap(({ steps }) => steps.map(({ at_ms, took_ms }) => at_ms + took_ms));
  const axis = axisFor(Math.max(latency_ms, ...ends));
  const end = axis.at(-1) ?? 1;
  return { axis, actions: trace.map((action) => ({ action, lanes: lanesOf(action, end) })) };
};
