import { describe, expect, it } from 'vitest';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { healthStory, healthWords, needsAttention } from './health-words.ts';

const now = Date.parse('2026-11-21T20:14:35.000Z');
const health = (more: Partial<DeviceHealth>): DeviceHealth => ({
  device_id: 'studio',
  state: 'answering',
  latency_ms: 3,
  last_answer_at: null,
  last_reached_at: null,
  message: null,
  failures: 0,
  next_try_at: null,
  missed: 0,
  checked_at: null,
  ...more,
});

describe('healthWords', () => {
  it('counts down to the next try, and says what then makes it', () => {
    const open = health({ state: 'open', next_try_at: '2026-11-21T20:14:37.400Z' });
    expect(healthWords(open, now)).toEqual({
      dot: 'down',
      before: 'held back, ',
      words: 'next try in 3 s',
    });
    expect(healthWords(open, now + 3000).words).toBe('the next press tries it');
  });
  it('counts failures in a row', () => {
    expect(healthWords(health({ state: 'failing', failures: 4 }), now).words).toBe(
      '4 failures in a row',
    );
    expect(healthWords(health({ state: 'failing' }), now).words).toBe('not answering');
  });
  it('has a word for each state', () => {
    expect(healthWords(health({}), now).words).toBe('3.0 ms');
    expect(healthWords(health({ state: 'probing' }), now).dot).toBe('attention');
    expect(healthWords(undefined, now).words).toBe('not tried yet');
  });
});

describe('healthStory', () => {
  it('tells what went wrong, how often, and why nothing is sent', () => {
    const story = healthStory(
      health({ state: 'open', failures: 5, message: 'No one answers at 10.0.0.2:8000.' }),
    );
    expect(story).toMatch(/10\.0\.0\.2.*5 failures in a row.*held back/);
    expect(healthStory(health({}))).toBeNull();
  });
});

describe('needsAttention', () => {
  it('is not asked for by a device that answers or was not tried', () => {
    expect(needsAttention(health({}))).toBe(false);
    expect(needsAttention(health({ state: 'untried' }))).toBe(false);
    expect(needsAttention(health({ state: 'open' }))).toBe(true);
  });
});
