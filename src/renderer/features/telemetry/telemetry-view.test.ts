import { beforeEach, expect, test } from 'vitest';
import { EMPTY_LOG } from './sample-log.ts';
import {
  applyEvent,
  chooseSpan,
  moveCursor,
  pointAt,
  togglePause,
  toggleSeries,
  useTelemetryView,
  windowOf,
  zoomTo,
} from './telemetry-view.ts';

const view = useTelemetryView.getState;

beforeEach(() => {
  useTelemetryView.setState({
    ...useTelemetryView.getInitialState(),
    log: EMPTY_LOG,
    shown: EMPTY_LOG,
  });
  const times = Array.from({ length: 100 }, (_, second) => second * 1000);
  applyEvent({ type: 'past', times, series: { a: times } });
});

test('a pause holds the picture still, and nothing that came meanwhile is lost', () => {
  togglePause();
  applyEvent({ type: 'sample', at: 100_000, values: { a: 1 } });
  expect(view().shown.times).toHaveLength(100);
  togglePause();
  expect(view().shown.times).toHaveLength(101);
  expect(view().isPaused).toBe(false);
});

test('the window follows the newest sample until it is zoomed', () => {
  chooseSpan(60_000);
  expect(windowOf(view())).toEqual({ from: 39_000, to: 99_000 });
  applyEvent({ type: 'sample', at: 100_000, values: { a: 1 } });
  expect(windowOf(view())).toEqual({ from: 40_000, to: 100_000 });

  zoomTo({ from: 10_000, to: 20_000 });
  applyEvent({ type: 'sample', at: 101_000, values: { a: 1 } });
  expect(windowOf(view())).toEqual({ from: 10_000, to: 20_000 });
  zoomTo(null);
  expect(windowOf(view())).toEqual({ from: 41_000, to: 101_000 });
});

test('to choose a range leaves the zoom', () => {
  zoomTo({ from: 10_000, to: 20_000 });
  chooseSpan(300_000);
  expect(view().zoom).toBeNull();
});

test('the cursor stands on samples, wherever one points', () => {
  pointAt(41_300);
  expect(view().cursorAt).toBe(41_000);
  pointAt(null);
  expect(view().cursorAt).toBeNull();
});

test('by keys it comes in at the newest and stays within the window', () => {
  zoomTo({ from: 10_000, to: 20_000 });
  moveCursor(-1);
  expect(view().cursorAt).toBe(20_000);
  moveCursor(-1);
  expect(view().cursorAt).toBe(19_000);
  moveCursor(-100);
  expect(view().cursorAt).toBe(10_000);
  moveCursor(3);
  expect(view().cursorAt).toBe(13_000);
});

test('a series is put aside and taken back', () => {
  toggleSeries('a');
  expect([...view().hidden]).toEqual(['a']);
  toggleSeries('a');
  expect([...view().hidden]).toEqual([]);
});
