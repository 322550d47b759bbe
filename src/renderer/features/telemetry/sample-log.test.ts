import { describe, expect, test } from 'vitest';
import { SAMPLES_KEPT, SERIES } from '#shared/contract/live-telemetry.ts';
import {
  EMPTY_LOG,
  everMoved,
  groupOf,
  latencyGroups,
  nearest,
  withEvent,
  type SampleLog,
} from './sample-log.ts';

const past = (times: number[], series: Record<string, (number | null)[]>): SampleLog =>
  withEvent(EMPTY_LOG, { type: 'past', times, series });

const seriesOf = (log: SampleLog) => Object.fromEntries(log.series);

test('a sample goes behind the past; what it does not name has no value then', () => {
  const before = past([1000, 2000], { a: [1, 2], b: [10, 20] });
  const after = withEvent(before, { type: 'sample', at: 3000, values: { a: 3, c: 30 } });
  expect(after.times).toEqual([1000, 2000, 3000]);
  expect(seriesOf(after)).toEqual({
    a: [1, 2, 3],
    b: [10, 20, null],
    c: [null, null, 30],
  });
  expect(before.times).toEqual([1000, 2000]);
  expect(seriesOf(before)).toEqual({ a: [1, 2], b: [10, 20] });
});

test('a new past replaces everything', () => {
  const log = withEvent(past([1], { a: [1] }), {
    type: 'past',
    times: [5],
    series: { b: [2] },
  });
  expect([log.times, seriesOf(log)]).toEqual([[5], { b: [2] }]);
});

test('no more is kept than ten minutes, and no series without a value', () => {
  let log = past([0], { gone: [1], here: [1] });
  for (let second = 1; second <= SAMPLES_KEPT; second += 1)
    log = withEvent(log, { type: 'sample', at: second * 1000, values: { here: second } });
  expect(log.times).toHaveLength(SAMPLES_KEPT);
  expect(log.times[0]).toBe(1000);
  expect([...log.series.keys()]).toEqual(['here']);
  expect(log.series.get('here')).toHaveLength(SAMPLES_KEPT);
});

describe('the nearest sample', () => {
  test.each([
    [0, 0],
    [1400, 0],
    [1600, 1],
    [3000, 2],
    [9999, 2],
  ])('to %i is number %i', (at, place) => {
    expect(nearest([1000, 2000, 3000], at)).toBe(place);
  });

  test('is none where there are none', () => {
    expect(nearest([], 5)).toBeNull();
  });
});

test('devices come by name and then transports, once each', () => {
  const latencies = [
    SERIES.latency('transport', 'http', 'p50'),
    SERIES.latency('device', 'studio.main', 'p50'),
    SERIES.latency('device', 'studio.main', 'p99'),
    SERIES.latency('device', 'lights', 'p50'),
  ];
  const keys = latencyGroups(
    past([1], Object.fromEntries([...latencies, SERIES.cpu].map((name) => [name, [1]]))),
  );
  expect(keys).toEqual(['device/lights', 'device/studio.main', 'transport/http']);
  expect(groupOf('device/studio.main')).toMatchObject({ by: 'device', of: 'studio.main' });
});

test('a series that stayed at nothing never moved', () => {
  const log = past([1, 2], { a: [0, null], b: [0, 0.1] });
  expect(everMoved(log, ['a', 'unheard'])).toBe(false);
  expect(everMoved(log, ['a', 'b'])).toBe(true);
});
