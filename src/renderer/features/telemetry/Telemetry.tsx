import './telemetry.css';
import { type KeyboardEvent, useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { Chart } from './Chart.tsx';
import {
  CPU,
  EVENT_LOOP,
  EXECUTIONS,
  executionsChart,
  MEMORY,
  outcomesIn,
  QUEUE,
  REDIS,
  RETRIES,
} from './chart-spec.ts';
import { LatencyChart } from './LatencyChart.tsx';
import { everMoved } from './sample-log.ts';
import { TelemetryHead, useStoppedFor } from './TelemetryHead.tsx';
import {
  moveCursor,
  pointAt,
  togglePause,
  useTelemetryView,
  zoomTo,
} from './telemetry-view.ts';
import { useTelemetryFeed } from './use-telemetry-feed.ts';

const ExecutionsChart = () => {
  const outcomes = useTelemetryView(useShallow((view) => outcomesIn(view.shown)));
  const isQuiet = useTelemetryView((view) => !everMoved(view.shown, EXECUTIONS));
  const spec = useMemo(() => executionsChart(outcomes), [outcomes]);
  return (
    <Chart
      spec={spec}
      nothing={
        isQuiet && (
          <>
            Nothing was executed in these ten minutes. Press a key in the{' '}
            <Link href="/">Control room</Link> and look here.
          </>
        )
      }
    />
  );
};

/** Keys that mean something wherever the focus is, except on what takes them itself. */
const useSpaceToPause = (): void => {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const taken =
        event.target instanceof Element &&
        event.target.closest('button, input, select, textarea, a, dialog') !== null;
      if (event.key !== ' ' || event.repeat || taken) return;
      event.preventDefault();
      togglePause();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};

const onChartKey = (event: KeyboardEvent): void => {
  if (event.target !== event.currentTarget) return;
  const step = event.shiftKey ? 10 : 1;
  if (event.key === 'ArrowLeft') moveCursor(-step);
  else if (event.key === 'ArrowRight') moveCursor(step);
  else if (event.key === 'Escape') {
    pointAt(null);
    zoomTo(null);
  } else return;
  event.preventDefault();
};

/** How fast, how often, how well: charts over one time axis with one cursor. */
export const Telemetry = () => {
  useTelemetryFeed();
  useSpaceToPause();
  const isStale = useStoppedFor() !== null;
  return (
    <div className="page tele" data-stale={isStale || undefined}>
      <TelemetryHead />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys move the cursor that the mouse moves otherwise */}
      <section
        className="tele-body"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it no key reaches it
        tabIndex={0}
        aria-label="Charts. The left and right arrow keys move the cursor, Escape takes it away."
        onKeyDown={onChartKey}
      >
        <div className="tele-col">
          <ExecutionsChart />
          <LatencyChart />
          <Chart spec={QUEUE} />
          <Chart spec={RETRIES} hasTimes />
        </div>
        <div className="tele-col">
          <Chart spec={REDIS} />
          <Chart spec={CPU} />
          <Chart spec={MEMORY} />
          <Chart spec={EVENT_LOOP} hasTimes />
        </div>
      </section>
    </div>
  );
};
