import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { clockTime } from '../../state/local-time.ts';
import { chartData } from './chart-data.ts';
import { chartOptions } from './chart-options.ts';
import type { ChartSpec } from './chart-spec.ts';
import { pointAt, useTelemetryView, windowOf, zoomTo } from './telemetry-view.ts';

const AWAY = -10;

/** Puts a chart into an element and lets it follow the view until the signal aborts. */
const mountChart = (
  host: HTMLElement,
  spec: ChartSpec,
  hasTimes: boolean,
  signal: AbortSignal,
): void => {
  const style = getComputedStyle(host);
  const toneOf = (token: string): string => style.getPropertyValue(token).trim();
  const frame = { width: host.clientWidth, height: host.clientHeight, hasTimes };
  const chart = new uPlot(
    chartOptions(spec, frame, toneOf, (from, to) => zoomTo({ from, to })),
    undefined,
    host,
  );
  const tag = document.createElement('div');
  tag.className = 'now fig';
  if (hasTimes) host.append(tag);

  const redraw = (): void => {
    const view = useTelemetryView.getState();
    const { from, to } = windowOf(view);
    chart.batch(() => {
      chart.setData(chartData(spec, view.shown, { from, to }, view.hidden), false);
      chart.setScale('x', { min: from, max: to });
    });
  };
  const placeCursor = (): void => {
    const { cursorAt } = useTelemetryView.getState();
    const x = cursorAt === null ? AWAY : chart.valToPos(cursorAt, 'x');
    const isIn = x >= 0 && x <= chart.over.clientWidth;
    chart.setCursor({ left: isIn ? x : AWAY, top: isIn ? 0 : AWAY }, false);
    tag.hidden = !isIn;
    if (cursorAt === null || !isIn) return;
    tag.textContent = clockTime(cursorAt);
    const half = tag.offsetWidth / 2;
    const left = chart.over.offsetLeft + x;
    tag.style.left = `${Math.min(left, host.clientWidth - half - 2)}px`;
  };

  const { over } = chart;
  over.addEventListener(
    'mousemove',
    ({ clientX }) => pointAt(chart.posToVal(clientX - over.getBoundingClientRect().left, 'x')),
    { signal },
  );
  over.addEventListener('mouseleave', () => pointAt(null), { signal });
  over.addEventListener('dblclick', () => zoomTo(null), { signal });

  const unfollow = useTelemetryView.subscribe((view, before) => {
    const moved =
      view.shown !== before.shown ||
      view.spanMs !== before.spanMs ||
      view.zoom !== before.zoom ||
      view.hidden !== before.hidden;
    if (moved) redraw();
    if (moved || view.cursorAt !== before.cursorAt) placeCursor();
  });
  const observer = new ResizeObserver(() => {
    if (host.clientWidth === 0 || host.clientHeight === 0) return;
    chart.setSize({ width: host.clientWidth, height: host.clientHeight });
    placeCursor();
  });
  observer.observe(host);
  signal.addEventListener('abort', () => {
    unfollow();
    observer.disconnect();
    chart.destroy();
    tag.remove();
  });
  redraw();
  placeCursor();
};

interface PlotProps {
  spec: ChartSpec;
  hasTimes: boolean;
}

/** The drawing of one chart. React makes it, in the colours of now; from then on it follows the view by itself. */
export const Plot = ({ spec, hasTimes }: PlotProps) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const ending = new AbortController();
    mountChart(host.current, spec, hasTimes, ending.signal);
    return () => ending.abort();
  }, [spec, hasTimes]);
  return <div ref={host} className="plot" aria-hidden />;
};
