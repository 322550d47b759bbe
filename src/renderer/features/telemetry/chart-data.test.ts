import { expect, test } from 'vitest';
import { SERIES } from '#shared/contract/live-telemetry.ts';
import { chartData, drawnSeries } from './chart-data.ts';
import { executionsChart, MEMORY, outcomesIn } from './chart-spec.ts';
import { EMPTY_LOG, withEvent } from './sample-log.ts';

const { executions } = SERIES;
const log = withEvent(EMPTY_LOG, {
  type: 'past',
  times: [1000, 2000],
  series: {
    [executions('ok')]: [2, 0],
    [executions('failed')]: [1, 0],
    [executions('refused')]: [0, 3],
    [executions('skipped')]: [0, 0],
    [SERIES.memory]: [100_000_000, null],
  },
});
const window = { from: 0, to: 60_000 };

test('an outcome that is rare has its layer once it has happened', () => {
  expect(outcomesIn(log)).toEqual(['ok', 'sent', 'refused', 'unknown', 'failed']);
});

test('the stack is drawn from its top, and what the legend put aside takes no room', () => {
  const spec = executionsChart(['ok', 'refused', 'failed']);
  expect(drawnSeries(spec).map(({ label }) => label)).toEqual(['failed', 'refused', 'ok']);
  expect(chartData(spec, log, window, new Set())).toEqual([
    [1500, 2500],
    [3, null],
    [null, 3],
    [2, null],
  ]);
  expect(chartData(spec, log, window, new Set([executions('ok')]))).toEqual([
    [1500, 2500],
    [1, null],
    [null, 3],
    [null, null],
  ]);
});

test('a line keeps its gaps, in the unit of the chart', () => {
  expect(chartData(MEMORY, log, window, new Set())).toEqual([
    [1000, 2000],
    [100, null],
  ]);
  expect(chartData(MEMORY, log, window, new Set([SERIES.memory]))[1]).toEqual([null, null]);
});
