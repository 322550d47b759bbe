import { OutcomeSchema, type Outcome } from '#shared/contract/execution.ts';
import { QUANTILES, type Quantile, SERIES } from '#shared/contract/live-telemetry.ts';
import { figure } from '../../state/figures.ts';
import { everMoved, type LatencyGroup, type SampleLog } from './sample-log.ts';

/** Series differ by tone and dash, and their names stand in the legend: never by hue alone. */
export interface SeriesSpec {
  /** Of the sample log. */
  name: string;
  label: string;
  /** A colour token. */
  tone: string;
  /** Drawn as an outline: for what is not known. */
  hollow?: boolean;
  dash?: 'dashed' | 'dotted';
}

export interface ChartSpec {
  title: string;
  unit: string;
  kind: 'bars' | 'line' | 'steps';
  scale: 'linear' | 'log';
  series: SeriesSpec[];
  /** What one unit of the chart is in the unit of the series. */
  per: number;
  /** The scale reaches at least this far. */
  reaches: number;
  /** Where attention begins, as a line with its words. */
  warn?: { at: number; words: string };
  /** Values between whole numbers mean nothing. */
  isWhole?: boolean;
  figure: (value: number) => string;
}

const TONES: Record<Outcome, string> = {
  ok: '--green',
  sent: '--fg-2',
  skipped: '--line-3',
  refused: '--fg-off',
  expired: '--line-2',
  cancelled: '--bg-4',
  unknown: '--amber',
  failed: '--amber',
};

/** From the bottom of the stack to its top: what went wrong is never covered. */
const STACK: readonly Outcome[] = [
  'ok',
  'sent',
  'skipped',
  'refused',
  'expired',
  'cancelled',
  'unknown',
  'failed',
];
const ALWAYS: readonly Outcome[] = ['ok', 'sent', 'unknown', 'failed'];

export const EXECUTIONS = OutcomeSchema.options.map((outcome) => SERIES.executions(outcome));

const rate = (value: number): string => (value === 0 ? '0' : value.toFixed(1));
const whole = (value: number): string => String(Math.round(value));
export const fine = (value: number): string =>
  value < 9.995 ? value.toFixed(2) : figure(value);

/** Those that are rare only once they have happened. */
export const outcomesIn = (log: SampleLog): Outcome[] =>
  STACK.filter(
    (outcome) => ALWAYS.includes(outcome) || everMoved(log, [SERIES.executions(outcome)]),
  );

export const executionsChart = (outcomes: readonly Outcome[]): ChartSpec => ({
  title: 'Executions',
  unit: 'per s',
  kind: 'bars',
  scale: 'linear',
  series: outcomes.map((outcome) => ({
    name: SERIES.executions(outcome),
    label: outcome,
    tone: TONES[outcome],
    hollow: outcome === 'unknown',
  })),
  per: 1,
  reaches: 2,
  figure: rate,
});

const DASHES: Record<Quantile, SeriesSpec['dash']> = {
  p50: undefined,
  p95: 'dashed',
  p99: 'dotted',
};

export const latencyChart = (group: LatencyGroup | undefined): ChartSpec => ({
  title: 'Latency',
  unit: 'ms, log',
  kind: 'line',
  scale: 'log',
  series: group
    ? QUANTILES.map((quantile) => ({
        name: SERIES.latency(group.by, group.of, quantile),
        label: quantile,
        tone: '--fg-1',
        dash: DASHES[quantile],
      }))
    : [],
  per: 1,
  reaches: 10,
  figure: fine,
});

const single = (
  name: string,
  label: string,
  spec: Omit<ChartSpec, 'series' | 'scale' | 'per'> & { per?: number; tone?: string },
): ChartSpec => {
  const { tone = '--fg-1', ...rest } = spec;
  return { scale: 'linear', per: 1, ...rest, series: [{ name, label, tone }] };
};

export const QUEUE = single(SERIES.queueDepth, 'waiting', {
  title: 'Queue',
  unit: 'commands',
  kind: 'steps',
  reaches: 4,
  isWhole: true,
  figure: whole,
});
export const RETRIES = single(SERIES.retries, 'retries', {
  title: 'Retries',
  unit: 'per s',
  kind: 'bars',
  reaches: 2,
  tone: '--amber',
  figure: rate,
});
export const REDIS = single(SERIES.store, 'ping', {
  title: 'Redis',
  unit: 'round trip, ms',
  kind: 'line',
  reaches: 1,
  figure: fine,
});
export const CPU = single(SERIES.cpu, 'engine', {
  title: 'CPU',
  unit: '% of one core',
  kind: 'line',
  reaches: 50,
  figure: rate,
});
export const MEMORY = single(SERIES.memory, 'engine', {
  title: 'Memory',
  unit: 'MB',
  kind: 'line',
  per: 1_000_000,
  reaches: 100,
  figure: whole,
});
export const EVENT_LOOP = single(SERIES.loopDelay, 'p99', {
  title: 'Event loop',
  unit: 'delay, ms',
  kind: 'line',
  reaches: 25,
  warn: { at: 20, words: 'warn 20 ms' },
  figure: fine,
});
