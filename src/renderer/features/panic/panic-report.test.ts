import { describe, expect, it } from 'vitest';
import type { PanicReport, PanicState } from '#shared/contract/panic.ts';
import { elapsed, panicCounts, panicHeadline, panicStory, panicText } from './panic-report.ts';

const report: PanicReport = {
  cancelled: 6,
  aborted: 1,
  macros: 1,
  pending: 0,
  released: 1,
  already_left: [
    { execution_id: '01KAGX3M7Q', intent_name: 'guest_mic', device_id: 'studio_main' },
    { execution_id: '01KAGX3M7P', intent_name: null, device_id: 'studio_main' },
  ],
  took_ms: 4.2,
};
const state = (more: Partial<PanicState> = {}): PanicState => ({
  engaged: true,
  since: '2026-11-21T20:14:37.412Z',
  by: 'operator',
  report,
  ...more,
});
const nothing: PanicReport = {
  ...report,
  cancelled: 0,
  aborted: 0,
  macros: 0,
  released: 0,
  already_left: [],
};

describe('panicCounts', () => {
  it('names what was ended, and leaves out what there was none of', () => {
    expect(panicCounts(report)).toEqual([
      { count: 6, words: 'never sent' },
      { count: 1, words: 'cut off in flight' },
      { count: 1, words: 'macro stopped' },
      { count: 1, words: 'key let go' },
    ]);
    expect(panicCounts(nothing)).toEqual([]);
  });
});

describe('panicStory', () => {
  it('says who asked and how long it took', () => {
    expect(panicStory(state())).toBe('By the operator, in 4.2 ms.');
    expect(panicStory(state({ by: 'api:rundown' }))).toMatch(/^By api:rundown/);
    expect(panicStory(state({ report: nothing }))).toMatch(/Nothing was under way/);
    expect(panicStory(state({ report: null }))).toBe('By the operator.');
  });
});

describe('panicText', () => {
  it('lists what had already left, with the run to look at', () => {
    const text = panicText(state());
    expect(text).toContain('2026-11-21 20:14:37.412 UTC');
    expect(text).toContain('6 never sent');
    expect(text).toContain('2 had already left:');
    expect(text).toContain('guest_mic → studio_main · 01KAGX3M7Q');
    expect(text).toContain('a key → studio_main · 01KAGX3M7P');
  });
  it('is whole without a report', () => {
    expect(panicText(state({ report: null, since: null }))).toBe('Stopped\nBy the operator.\n');
  });
});

describe('panicHeadline and elapsed', () => {
  it('give the moment and the time since', () => {
    expect(panicHeadline(state())).toMatch(/^Stopped at \d\d:14:37\.412$/);
    expect(elapsed(12_400)).toBe('00:00:12');
    expect(elapsed(3_725_000)).toBe('01:02:05');
    expect(elapsed(-3)).toBe('00:00:00');
  });
});
