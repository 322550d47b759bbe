import type {
  ActionTrace,
  Attempt,
  Execution,
  MacroReport,
  TraceStep,
} from '#shared/contract/execution.ts';

export interface Span {
  /** Per cent of the axis. */
  left: number;
  width: number;
}

export interface Lane extends Span {
  step: TraceStep['step'];
  kind: 'work' | 'wait' | 'bad';
  /** Milliseconds, or what the step says of itself (`reused`). */
  figure: number | string;
}

export interface ActionLanes {
  action: ActionTrace;
  lanes: Lane[];
}

export interface TraceLanes {
  /** What passed before the first action. */
  before: Lane[];
  actions: ActionLanes[];
  /** The marks of the axis in milliseconds, from 0; the last is its end. */
  axis: number[];
  /** Where something stands on the axis. */
  spanOf: (atMs: number, tookMs: number) => Span;
}

const WAITS: ReadonlySet<string> = new Set(['queue', 'pace', 'delay', 'backoff', 'guard']);
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

const laneOf = (step: TraceStep, kind: Lane['kind'], axisMs: number): Lane => ({
  step: step.step,
  left: (100 * step.at_ms) / axisMs,
  width: (100 * step.took_ms) / axisMs,
  kind,
  figure: step.note && step.took_ms < 0.05 ? step.note : step.took_ms,
});

const kindOf = ({ step }: TraceStep): Lane['kind'] => (WAITS.has(step) ? 'wait' : 'work');

const lanesOf = (action: ActionTrace, axisMs: number): Lane[] => {
  const last = action.steps.at(-1);
  return action.steps.map((step) =>
    laneOf(step, isBad(action) && step === last ? 'bad' : kindOf(step), axisMs),
  );
};

type Timed = { at_ms: number; took_ms: number };

const endsOf = (times: readonly Timed[]): number[] =>
  times.map(({ at_ms, took_ms }) => at_ms + took_ms);

const triesOf = ({ tries }: { tries?: Attempt[] | undefined }): Attempt[] => tries ?? [];

const stepEnds = (macro: MacroReport | undefined): number[] =>
  (macro?.steps ?? []).map(({ at_ms, took_ms }) => (at_ms ?? 0) + (took_ms ?? 0));

/** Every step of every action on one axis. */
export const traceLanes = (
  execution: Pick<Execution, 'trace' | 'latency_ms' | 'steps' | 'macro'>,
): TraceLanes => {
  const { trace, latency_ms, steps = [], macro } = execution;
  const ends = [
    ...endsOf(steps),
    ...trace.flatMap((action) => [...endsOf(action.steps), ...endsOf(triesOf(action))]),
    ...stepEnds(macro),
  ];
  const axis = axisFor(Math.max(latency_ms, ...ends));
  const end = axis.at(-1) ?? 1;
  return {
    axis,
    // A look-up alone is no news; the text has it.
    before: steps.some(({ step }) => step !== 'lookup')
      ? steps.map((step) => laneOf(step, kindOf(step), end))
      : [],
    actions: trace.map((action) => ({ action, lanes: lanesOf(action, end) })),
    spanOf: (atMs, tookMs) => ({ left: (100 * atMs) / end, width: (100 * tookMs) / end }),
  };
};
