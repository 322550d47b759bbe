import { describe, expect, it } from 'vitest';
import { markDouble, takeDouble } from './take-double.ts';
import {
  countWords,
  kindOfMark,
  lengthWords,
  markWords,
  notesOf,
  placeOf,
  timecode,
} from './take-words.ts';

describe('a take in words', () => {
  it('has its length, where its end is known', () => {
    expect(lengthWords(takeDouble())).toBe('00:01:05');
    expect(lengthWords(takeDouble({ stopped_at: null }))).toBe('–');
    expect(lengthWords(takeDouble({ started_at: 'soon' }))).toBe('–');
  });

  it('says what is beside its figures, and nothing twice', () => {
    expect(notesOf(takeDouble())).toEqual([]);
    const failed = takeDouble({ verdict: 'FAIL', reasons: ['Two dropped.'], drops: { x: 2 } });
    expect(notesOf(failed)).toEqual(['Two dropped.']);
    expect(notesOf(takeDouble({ drops: { queue_full: 1 } }))).toEqual([
      'Dropped: 1 queue full.',
    ]);
    expect(notesOf(takeDouble({ problem: 'It is no JSON.' }))).toEqual(['It is no JSON.']);
  });

  it('writes times and counts as one reads them', () => {
    expect([0, 33.333, 252_033, 3_852_033.4, -5].map(timecode)).toEqual([
      '00:00.000',
      '00:00.033',
      '04:12.033',
      '1:04:12.033',
      '00:00.000',
    ]);
    expect([7, 1234, 108_000].map(countWords)).toEqual(['7', '1\u202F234', '108\u202F000']);
  });
});

describe('what somebody types to go somewhere', () => {
  it.each([
    ['120', { frame: 120 }],
    [' 0 ', { frame: 0 }],
    ['4.5 s', { ms: 4500 }],
    ['4.5S', { ms: 4500 }],
    ['250ms', { ms: 250 }],
    ['0:04.5', { ms: 4500 }],
    ['04:12.033', { ms: 252_033 }],
    ['1:02:03', { ms: 3_723_000 }],
    ['75:00', { ms: 4_500_000 }],
  ])('%j is a place', (typed, place) => {
    expect(placeOf(typed)).toEqual(place);
  });

  it.each(['', 'x', '-1', '1.5', '1:2:3:4', '1e3', '12345678901', ':05', '5:'])(
    '%j is none',
    (typed) => {
      expect(placeOf(typed)).toBeNull();
    },
  );
});

it('says of a mark what it is and why', () => {
  const drop = markDouble({ dropped: 2, reason: 'queue_full' });
  const pause = markDouble({ gap_ms: 9000, reason: 'paused' });
  const marks = [
    drop,
    pause,
    markDouble(),
    markDouble({ reason: 'stalled' }),
    markDouble({ dropped: 1, reason: 'dropped' }),
    { ...pause, dropped: 3 },
  ];
  expect(marks.map(kindOfMark)).toEqual(['drop', 'pause', 'gap', 'gap', 'drop', 'pause']);
  expect(marks.map(markWords)).toEqual([
    '2 frames dropped, queue full',
    'paused for 9.00 s',
    'gap of 600 ms, no frame came',
    'gap of 600 ms, stalled',
    '1 frame dropped, nobody knows why',
    'paused for 9.00 s, 3 dropped',
  ]);
});
