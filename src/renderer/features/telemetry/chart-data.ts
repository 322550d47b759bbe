import type uPlot from 'uplot';
import { barMs, barsOf, stacked } from './bars.ts';
import type { ChartSpec, SeriesSpec } from './chart-spec.ts';
import type { SampleLog } from './sample-log.ts';
import type { TimeWindow } from './telemetry-view.ts';

/** In the order in which they are drawn: of a stack the top first, so that what is under it covers its foot. */
export const drawnSeries = (spec: ChartSpec): SeriesSpec[] =>
  spec.kind === 'bars' ? spec.series.toReversed() : spec.series;

/** What a chart draws of a log: times, then the values of each drawn series. */
export const chartData = (
  spec: ChartSpec,
  log: SampleLog,
  { from, to }: TimeWindow,
  hidden: ReadonlySet<string>,
): uPlot.AlignedData => {
  if (spec.kind !== 'bars') {
    const none = log.times.map(() => null);
    return [
      [...log.times],
      ...drawnSeries(spec).map(({ name }) =>
        hidden.has(name)
          ? none
          : (log.series.get(name) ?? none).map((value) =>
              value === null ? null : value / spec.per,
            ),
      ),
    ];
  }
  const names = spec.series.map(({ name }) => name);
  const { times, means } = barsOf(log, names, barMs(to - from));
  const layers = means.map((layer, index) =>
    hidden.has(names[index] ?? '') ? layer.map(() => 0) : layer,
  );
  return [times, ...stacked(layers).toReversed()];
};
