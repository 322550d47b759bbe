import { expect, test } from 'vitest';
import {
  ageWords,
  countWords,
  inOrder,
  lossWords,
  offsetWords,
  roundTripStory,
  stateCounts,
  storyOf,
} from './client-words.ts';
import { listingDouble } from '../../state/hardware-double.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

const story = (change: Parameters<typeof listingDouble>[0]): string =>
  storyOf(listingDouble(change), NOON + 47 * 60_000);

const offset = (ms: number | null, margin: number | null): string =>
  offsetWords({ clock_offset_ms: ms, clock_margin_ms: margin });

test('an age is exact while it matters', () => {
  expect([null, 0, 1_940, 9_949, 9_951, 59_900, 61_000, 200_000].map(ageWords)).toEqual([
    '–',
    '0.0 s',
    '1.9 s',
    '9.9 s',
    '10 s',
    '60 s',
    '61 s',
    '3 min',
  ]);
});

test('each state says what it means at this moment', () => {
  expect(story({})).toBe('open 47 min');
  expect(story({ opened_at: null })).toBe('open');
  expect(story({ state: 'stale' })).toBe('open 47 min, but silent');
  const waiting = { state: 'waiting', attempts: 3 } as const;
  expect(story({ ...waiting, next_try_at: '2026-03-01T12:47:01.600Z' })).toBe('try 4 in 1.6 s');
  expect(story({ ...waiting, next_try_at: '2026-03-01T12:46:00.000Z' })).toBe('try 4 in 0.0 s');
  expect(story({ ...waiting, next_try_at: null })).toBe('try 4 in 0.0 s');
  expect(story({ state: 'connecting', attempts: 1 })).toBe('connecting');
  expect(story({ state: 'connecting', attempts: 5 })).toBe('try 5 is under way');
  expect(story({ state: 'stopped' })).toBe('nothing is tried');
  expect(story({ state: 'stopped', last_error: 'refused' })).toBe('gave up');
  expect(story({ state: 'stopped', last_error: 'refused', enabled: false })).toBe(
    'nothing is tried',
  );
  expect(story({ state: 'stopped', problem: 'no secret' })).toBe('can’t run');
  expect(story({ state: 'stopped', problem: 'elsewhere', elsewhere: true })).toBe(
    'another control room runs it',
  );
});

test('figures carry their unit, and nothing is no zero', () => {
  expect([null, 0, 0.004, 0.12, 1].map(lossWords)).toEqual([
    '–',
    '0 %',
    '0.4 %',
    '12 %',
    '100 %',
  ]);
  expect(countWords(38_417)).toBe('38\u202F417');
  expect(offset(3.21, 0.9)).toBe('+3.2 ± 0.9 ms');
  expect(offset(-11.8, null)).toBe('−11.8 ± ? ms');
  expect(offset(-0.01, 0.2)).toBe('+0.0 ± 0.2 ms');
  expect(offset(null, null)).toBe('–');
});

test('the round trip is one sentence', () => {
  expect(roundTripStory(listingDouble())).toBe('Round trip: no ping was answered yet');
  expect(
    roundTripStory(
      listingDouble({
        rtt_history_ms: [0.9],
        rtt_ms: 0.9,
        rtt_p50_ms: 0.9,
        rtt_p95_ms: 12,
        loss: 0,
      }),
    ),
  ).toBe('Round trip: now 0.9 ms, p50 0.9 ms, p95 12 ms, loss 0 %');
});

test('clients stand as one looks for them, and are counted by state', () => {
  expect(inOrder(['buzzer_10', 'buzzer_2', 'a&b/c'])).toEqual([
    'a&b/c',
    'buzzer_2',
    'buzzer_10',
  ]);
  expect(stateCounts([{ state: 'waiting' }, { state: 'open' }, { state: 'waiting' }])).toEqual([
    { state: 'open', count: 1 },
    { state: 'waiting', count: 2 },
  ]);
});
