import uPlot from 'uplot';
import { clockTime } from '../../state/local-time.ts';
import { drawnSeries } from './chart-data.ts';
import type { ChartSpec, SeriesSpec } from './chart-spec.ts';

/** A chart's room for the figures at its left: the same everywhere, so that their times stand under each other. */
export const Y_AXIS_PX = 52;
export const X_AXIS_PX = 24;

/** What came this long ago and what comes now are joined by a line; longer, and there is a gap. */
const JOINED_MS = 15_000;

const DASH: Record<'dashed' | 'dotted', number[]> = { dashed: [4, 3], dotted: [1, 3] };

/** The value of a colour token where the chart stands. */
export type ToneOf = (token: string) => string;

const lines = uPlot.paths.linear?.();
const steps = uPlot.paths.stepped?.({ align: 1 });
const bars = uPlot.paths.bars?.({ size: [0.82, 24, 1] });

const wideGaps: uPlot.Series.GapsRefiner = (chart, _series, _from, _to, gaps) => {
  const { min = 0, max = 1 } = chart.scales['x'] ?? {};
  const joinedPx = (JOINED_MS / Math.max(1, max - min)) * chart.bbox.width;
  return gaps.filter(([from, to]) => to - from > joinedPx);
};

/** Values that no line reaches, which would not be seen. */
const lonePoints = (chart: uPlot, index: number): number[] => {
  const times = chart.data[0] ?? [];
  const values = chart.data[index] ?? [];
  const places: number[] = [];
  for (let place = 0; place < values.length; place += 1)
    if (values[place] !== null && values[place] !== undefined) places.push(place);
  const isFar = (a: number | undefined, b: number | undefined): boolean =>
    a === undefined || b === undefined || (times[b] ?? 0) - (times[a] ?? 0) > JOINED_MS;
  return places.filter(
    (place, at) => isFar(places[at - 1], place) && isFar(place, places[at + 1]),
  );
};

const seriesOf = (spec: ChartSpec, series: SeriesSpec, toneOf: ToneOf): uPlot.Series => {
  const tone = toneOf(series.tone);
  if (spec.kind === 'bars')
    return {
      paths: bars,
      stroke: tone,
      width: series.hollow ? 1 : 0,
      fill: series.hollow ? toneOf('--amber-bg') : tone,
      points: { show: false },
    };
  return {
    paths: spec.kind === 'steps' ? steps : lines,
    stroke: tone,
    width: series.dash ? 1.25 : 1.5,
    dash: series.dash && DASH[series.dash],
    gaps: wideGaps,
    points: { show: false, size: 4, width: 1, fill: tone, filter: lonePoints },
  };
};

/** Linear from nothing to a little over the highest; logarithmic in whole decades around what there is. */
const rangeOf =
  ({ scale, reaches }: ChartSpec): uPlot.Scale.Range =>
  (_chart, min, max): uPlot.Range.MinMax => {
    if (scale === 'linear') return [0, Math.max(reaches, (max ?? 0) * 1.1)];
    const floor = 10 ** Math.floor(Math.log10(Math.max(0.001, min ?? 1)));
    return [
      floor,
      Math.max(floor * 10, 10 ** Math.ceil(Math.log10(Math.max(reaches, max ?? 0)))),
    ];
  };

const tick = (value: number | null): string => {
  if (value === null) return '';
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(3)));
};

const TIME_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].map((s) => s * 1000);

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Decades, with the threes between them where there are few. */
const logSplits: uPlot.Axis.Splits = (_chart, _axis, min, max) => {
  const decades = Math.round(Math.log10(max / min));
  const between = decades <= 2 ? [1, 3] : [1];
  return Array.from({ length: decades + 1 }, (_, decade) =>
    between.map((times) => Number((min * times * 10 ** decade).toPrecision(3))),
  )
    .flat()
    .filter((value) => value <= max);
};

const drawWarning =
  ({ warn }: ChartSpec, toneOf: ToneOf) =>
  (chart: uPlot): void => {
    if (!warn) return;
    const { ctx, bbox } = chart;
    const y = Math.round(chart.valToPos(warn.at, 'y', true)) + 0.5;
    if (y < bbox.top) return;
    ctx.save();
    ctx.strokeStyle = toneOf('--fg-3');
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([3 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillStyle = toneOf('--fg-3');
    ctx.font = `${11 * uPlot.pxRatio}px ${toneOf('--font-ui')}`;
    ctx.textAlign = 'right';
    ctx.lineWidth = 4 * uPlot.pxRatio;
    ctx.strokeStyle = toneOf('--bg-1');
    ctx.setLineDash([]);
    ctx.strokeText(warn.words, bbox.left + bbox.width, y - 4 * uPlot.pxRatio);
    ctx.fillText(warn.words, bbox.left + bbox.width, y - 4 * uPlot.pxRatio);
    ctx.restore();
  };

export interface ChartFrame {
  width: number;
  height: number;
  /** Whether the times stand under it. */
  hasTimes: boolean;
}

/** How one chart is drawn. Its cursor and window are set from outside, the same for all charts. */
export const chartOptions = (
  spec: ChartSpec,
  { width, height, hasTimes }: ChartFrame,
  toneOf: ToneOf,
  onZoom: (from: number, to: number) => void,
): uPlot.Options => {
  const font = `11px ${toneOf('--font-fig')}`;
  const labels = { stroke: toneOf('--fg-3'), font, ticks: { show: false } };
  const grid = { stroke: toneOf('--line-1'), width: 1 };
  return {
    width,
    height,
    ms: 1,
    padding: [8, 12, hasTimes ? 0 : 8, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: spec.kind === 'bars' ? { show: false } : { size: 7 },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      // Its own way back would leave the other charts where they are.
      bind: { dblclick: () => null },
    },
    scales: {
      x: { time: true, range: (_chart, min, max) => [min, max] },
      y: { distr: spec.scale === 'log' ? 3 : 1, range: rangeOf(spec) },
    },
    axes: [
      {
        ...labels,
        show: hasTimes,
        size: X_AXIS_PX,
        gap: 6,
        space: 64,
        incrs: TIME_STEPS_MS,
        grid: { show: false },
        border: { show: true, stroke: toneOf('--line-2'), width: 1 },
        values: (_chart, splits) => splits.map((at) => clockTime(at)),
      },
      {
        ...labels,
        size: Y_AXIS_PX,
        gap: 8,
        space: 28,
        grid,
        ...(spec.isWhole ? { incrs: WHOLE_STEPS } : {}),
        ...(spec.scale === 'log' ? { splits: logSplits, filter: (_chart, all) => all } : {}),
        values: (_chart, splits) => splits.map(tick),
      },
    ],
    series: [{}, ...drawnSeries(spec).map((series) => seriesOf(spec, series, toneOf))],
    hooks: {
      draw: [drawWarning(spec, toneOf)],
      setSelect: [
        (chart) => {
          const { left, width: selected } = chart.select;
          if (selected < 4) return;
          onZoom(chart.posToVal(left, 'x'), chart.posToVal(left + selected, 'x'));
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
};
