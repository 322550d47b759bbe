import { expect, test } from 'vitest';
import { wallMs } from './clock-offset.ts';
import { LatencyStatistics } from './latency-statistics.ts';

const OURS = Date.parse('2026-11-28T18:00:00Z');

test('p50, p95 and loss over the newest 120 pings', () => {
  const statistics = new LatencyStatistics();
  expect(statistics.read(0)).toMatchObject({ rtt_ms: null, rtt_p50_ms: null, loss: null });
  for (let ms = 0; ms < 50; ms += 1) statistics.answered(1000);
  for (let ms = 1; ms <= 100; ms += 1) statistics.answered(ms);
  for (let i = 0; i < 20; i += 1) statistics.missed();
  expect(statistics.read(0)).toMatchObject({
    rtt_ms: 100,
    rtt_p50_ms: 50,
    rtt_p95_ms: 95,
    loss: 20 / 120,
  });
  expect(statistics.history).toHaveLength(120);
  expect(statistics.history.slice(-21)).toEqual([
    100,
    ...Array.from({ length: 20 }, () => null),
  ]);
});

test('an exchange bounds the offset by half of its round trip; the best one counts, until it is old', () => {
  const { clock } = new LatencyStatistics();
  expect(clock.estimate(0)).toEqual({ offsetMs: null, marginMs: null, samples: 0 });
  // Their clock is 250 ms ahead; the way there takes longer than the way back.
  clock.exchanged(OURS, OURS + 250 + 30, OURS + 40, 0);
  clock.exchanged(OURS + 1000, OURS + 1250 + 3, OURS + 1004, 1000);
  const { offsetMs, marginMs, samples } = clock.estimate(1000);
  expect(offsetMs).toBe(251);
  expect(marginMs).toBe(3);
  expect(Math.abs(250 - (offsetMs ?? 0))).toBeLessThanOrEqual(marginMs ?? 0);
  expect(samples).toBe(2);
  // Clocks drift: an hour later the same knowledge is worth less.
  expect(clock.estimate(3_601_000).marginMs).toBe(3 + 180);
});

test('of what comes one way the least delayed counts, with half of the shortest round trip', () => {
  const { clock } = new LatencyStatistics();
  clock.roundTrip(4);
  clock.roundTrip(20);
  for (const delay of [9, 2, 30]) clock.arrived(OURS - 100, 'backend', OURS + delay, 0);
  expect(clock.estimate(0)).toEqual({ offsetMs: -100, marginMs: 3, samples: 3 });
});

test('pings of another sender do not count while those of the first come', () => {
  const { clock } = new LatencyStatistics();
  clock.roundTrip(2);
  clock.arrived(OURS, 'backend', OURS + 1, 0);
  clock.arrived(OURS + 90_000, 'overlay', OURS + 1, 1000);
  expect(clock.estimate(1000).offsetMs).toBe(0);
  clock.arrived(OURS + 90_000, 'overlay', OURS + 1, 40_000);
  expect(clock.estimate(40_000).offsetMs).toBe(90_000);
});

test('seconds and milliseconds since 1970 are told apart; what counts from a start is no time', () => {
  expect(wallMs(OURS)).toBe(OURS);
  expect(wallMs(OURS / 1000)).toBe(OURS);
  expect([wallMs(12.5), wallMs('18:00'), wallMs(null), wallMs(Number.NaN)]).toEqual(
    Array.from({ length: 4 }, () => null),
  );
});
