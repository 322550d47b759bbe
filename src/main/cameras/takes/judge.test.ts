import { describe, expect, it } from 'vitest';
import { judge, type TakeFacts } from './judge.ts';

const good: TakeFacts = {
  captured: 300,
  rows: 300,
  drops: {},
  frames: 300,
  largestGapMs: 40,
  nominalFps: 30,
  actualFps: 29.97,
  broke: null,
};
const reasonsOf = (changes: Partial<TakeFacts>): string[] => {
  const { verdict, reasons } = judge({ ...good, ...changes });
  expect(verdict).toBe(reasons.length === 0 ? 'PASS' : 'FAIL');
  return reasons;
};

it('passes a take in which everything agrees', () => {
  expect(judge(good)).toEqual({ verdict: 'PASS', reasons: [] });
  expect(judge({ ...good, drops: { queue_full: 0 } }).verdict).toBe('PASS');
});

describe('says in words what does not agree', () => {
  it.each<[Partial<TakeFacts>, string]>([
    [{ captured: 301 }, '1 frame captured, but neither recorded nor counted as dropped.'],
    [{ captured: 298 }, '2 frames more accounted for than were captured.'],
    [{ frames: 297 }, '3 frames of 300 stamped, but not in the file.'],
    [{ frames: 301 }, '1 frame in the file without a row in the timing.'],
    [{ frames: null }, "The file can't be read, so its frames were not counted."],
    [{ largestGapMs: 812.4 }, 'The largest gap between two frames is 812 ms.'],
    [{ actualFps: 25 }, '25.00 fps in place of 30.00.'],
    [{ actualFps: 60 }, '60.00 fps in place of 30.00.'],
    [{ broke: 'The disk is gone.' }, 'The disk is gone.'],
    [{ captured: 0, rows: 0, frames: 0, actualFps: 0 }, 'No frame was recorded.'],
  ])('%j', (changes, reason) => {
    expect(reasonsOf(changes)).toEqual([reason]);
  });

  it('gives all of them at once', () => {
    expect(
      reasonsOf({ frames: 290, drops: { queue_full: 2 }, captured: 302, broke: 'x' }),
    ).toHaveLength(3);
  });
});

it('tells drops that are accounted for, and fails nothing for them', () => {
  const drops = { queue_full: 4, bad_frame: 1 };
  const told = '5 frames of 300 dropped, all accounted for: queue_full 4, bad_frame 1.';
  const facts = { ...good, rows: 295, frames: 295, drops };
  expect(judge(facts)).toEqual({ verdict: 'PASS', reasons: [told] });
  expect(judge({ ...facts, captured: 301 })).toEqual({
    verdict: 'FAIL',
    reasons: [
      '1 frame captured, but neither recorded nor counted as dropped.',
      told.replace('300', '301'),
    ],
  });
});

describe('allows what is normal', () => {
  it.each<Partial<TakeFacts>>([
    { largestGapMs: 499 },
    { nominalFps: 5, actualFps: 5, largestGapMs: 999 },
    { actualFps: 29.5 },
    { captured: 30, rows: 30, frames: 30, actualFps: 28.5 },
    { captured: 100, rows: 100, frames: 100, actualFps: 32.58 },
    { captured: 1, rows: 1, frames: 1, actualFps: 0 },
  ])('%j', (changes) => {
    expect(reasonsOf(changes)).toEqual([]);
  });
});
