import { create } from 'zustand';
import type { TelemetryEvent } from '#shared/contract/live-telemetry.ts';
import { EMPTY_LOG, nearest, type SampleLog, withEvent } from './sample-log.ts';

export const SPANS = [
  { ms: 60_000, name: '1 min' },
  { ms: 300_000, name: '5 min' },
  { ms: 600_000, name: '10 min' },
] as const;

export interface TimeWindow {
  from: number;
  to: number;
}

interface TelemetryView {
  /** Everything that has come. */
  log: SampleLog;
  /** What the charts show: the same, or what it was when they were paused. */
  shown: SampleLog;
  /** When the last event came, by this page's clock; null before the first. */
  arrivedAt: number | null;
  isPaused: boolean;
  spanMs: number;
  zoom: TimeWindow | null;
  /** The time of the sample under the cursor, in every chart. */
  cursorAt: number | null;
  /** Series that the legend has put aside. */
  hidden: ReadonlySet<string>;
  /** The key of the latency group on show; the first where it is null or gone. */
  latencyKey: string | null;
}

/** What the telemetry page shows. Charts follow it without drawing the page anew. */
export const useTelemetryView = create<TelemetryView>(() => ({
  log: EMPTY_LOG,
  shown: EMPTY_LOG,
  arrivedAt: null,
  isPaused: false,
  spanMs: 600_000,
  zoom: null,
  cursorAt: null,
  hidden: new Set(),
  latencyKey: null,
}));

const { getState, setState } = useTelemetryView;

export const applyEvent = (event: TelemetryEvent): void =>
  setState(({ log, shown, isPaused }) => {
    const next = withEvent(log, event);
    return { log: next, shown: isPaused ? shown : next, arrivedAt: Date.now() };
  });

export const togglePause = (): void =>
  setState(({ isPaused, log, shown }) => ({
    isPaused: !isPaused,
    shown: isPaused ? log : shown,
  }));

export const chooseSpan = (spanMs: number): void => setState({ spanMs, zoom: null });
export const zoomTo = (zoom: TimeWindow | null): void => setState({ zoom });
export const chooseLatency = (latencyKey: string): void => setState({ latencyKey });

export const toggleSeries = (name: string): void =>
  setState(({ hidden }) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    return { hidden: next };
  });

/** Puts the cursor on the sample nearest to a time, or takes it away. */
export const pointAt = (at: number | null): void => {
  const { shown, cursorAt } = getState();
  const place = at === null ? null : nearest(shown.times, at);
  const next = place === null ? null : (shown.times[place] ?? null);
  if (next !== cursorAt) setState({ cursorAt: next });
};

/** What the charts show of time: the zoom, or the newest samples. */
export const windowOf = ({
  shown,
  spanMs,
  zoom,
}: Pick<TelemetryView, 'shown' | 'spanMs' | 'zoom'>): TimeWindow => {
  if (zoom) return zoom;
  const to = shown.times.at(-1) ?? Date.now();
  return { from: to - spanMs, to };
};

/** Moves the cursor by samples, within what is on show; from nowhere it comes in at the newest. */
export const moveCursor = (by: number): void => {
  const { shown, cursorAt } = getState();
  const { from, to } = windowOf(getState());
  const first = nearest(shown.times, from);
  const last = nearest(shown.times, to);
  if (first === null || last === null) return;
  const place = cursorAt === null ? last : (nearest(shown.times, cursorAt) ?? last) + by;
  setState({ cursorAt: shown.times[Math.min(last, Math.max(first, place))] ?? null });
};
