import { Pause, Play, RotateCcw } from 'lucide-react';
import { clockTime, duration } from '../../state/local-time.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { barMs } from './bars.ts';
import {
  chooseSpan,
  SPANS,
  togglePause,
  useTelemetryView,
  windowOf,
  zoomTo,
} from './telemetry-view.ts';

/** Without a sample for so long the charts no longer show what is. */
const STALE_MS = 3500;

/** Since when nothing has come, null while it does. */
export const useStoppedFor = (): number | null => {
  const now = useNow();
  const isLive = useIsLive();
  const arrivedAt = useTelemetryView((view) => view.arrivedAt);
  if (arrivedAt === null) return null;
  const ms = Math.max(0, now - arrivedAt);
  return !isLive || ms > STALE_MS ? ms : null;
};

const Words = ({ dot, children }: { dot: string; children: string }) => (
  <span className="tele-state">
    <span className="dot" data-state={dot} />
    <span className="sec">{children}</span>
  </span>
);

const State = () => {
  const stoppedMs = useStoppedFor();
  const isPaused = useTelemetryView((view) => view.isPaused);
  const arrivedAt = useTelemetryView((view) => view.arrivedAt);
  const bar = useTelemetryView((view) => {
    const { from, to } = windowOf(view);
    return barMs(to - from) / 1000;
  });
  if (arrivedAt === null) return <Words dot="off">waiting for the first sample</Words>;
  if (stoppedMs !== null)
    return <Words dot="down">{`stale: nothing came for ${duration(stoppedMs)}`}</Words>;
  if (isPaused) return <Words dot="off">paused, measuring goes on</Words>;
  return <Words dot="answering">{`live, ${bar} s per bar`}</Words>;
};

const CursorTime = () => {
  const now = useNow();
  const at = useTelemetryView((view) => view.cursorAt);
  if (at === null) return null;
  return (
    <span className="chip tele-cursor">
      values at <span className="fig">{clockTime(at)}</span> · {duration(now - at)} ago
    </span>
  );
};

const Spans = () => {
  const spanMs = useTelemetryView((view) => view.spanMs);
  const isZoomed = useTelemetryView((view) => view.zoom !== null);
  return (
    <div className="seg" role="radiogroup" aria-label="Time range">
      {SPANS.map(({ ms, name }) => (
        <label key={ms}>
          <input
            type="radio"
            className="sr"
            name="span"
            checked={!isZoomed && ms === spanMs}
            onChange={() => chooseSpan(ms)}
          />
          {name}
        </label>
      ))}
    </div>
  );
};

/** What the charts show, and the ways to hold them still and look closer. */
export const TelemetryHead = () => {
  const isPaused = useTelemetryView((view) => view.isPaused);
  const isZoomed = useTelemetryView((view) => view.zoom !== null);
  const Icon = isPaused ? Play : Pause;
  return (
    <div className="page-head">
      <h1>Telemetry</h1>
      <State />
      <CursorTime />
      <span className="grow" />
      <Spans />
      <button
        type="button"
        className="btn"
        disabled={!isZoomed}
        title="Drag over a chart to zoom, double-click to go back"
        onClick={() => zoomTo(null)}
      >
        <RotateCcw className="i" aria-hidden />
        Reset zoom
      </button>
      <button type="button" className="btn" aria-pressed={isPaused} onClick={togglePause}>
        <Icon className="i" aria-hidden />
        Pause
        <kbd aria-hidden>Space</kbd>
      </button>
    </div>
  );
};
