import { describe, expect, it } from 'vitest';
import { SourceStamps } from './source-stamps.ts';

const NOW = Date.parse('2026-11-21T20:00:00.250Z');
const low = (ms: number): number => ms % 2 ** 32;

describe('SourceStamps', () => {
  it('counts on where the 32 bits of a source begin anew, and back where it steps back', () => {
    const stamps = new SourceStamps('own');
    const times = [2 ** 32 - 40, 2 ** 32 - 7, 26, 59, 2 ** 32 - 1, 92].map((ms) =>
      stamps.read(ms, NOW),
    );
    expect(times.map(({ pts }) => Math.round((pts ?? 0) * 1000) - 2 ** 32)).toEqual([
      -40, -7, 26, 59, -1, 92,
    ]);
    expect(times.every(({ takenMs }) => takenMs === NOW)).toBe(true);
    expect(new SourceStamps('own').read(2 ** 31 + 5, NOW).pts).toBe((2 ** 31 + 5) / 1000);
  });

  it('finds the time of day of which it is told the lower half', () => {
    const stamps = new SourceStamps('wall');
    for (const ago of [0, 3, 1500, 86_400_000])
      expect(stamps.read(low(NOW - ago), NOW + 0.25)).toEqual({
        pts: (NOW - ago) / 1000,
        takenMs: NOW - ago,
      });
    const turn = Math.ceil(NOW / 2 ** 32) * 2 ** 32;
    expect(stamps.read(2 ** 32 - 5, turn + 3).takenMs).toBe(turn - 5);
    // A clock that was set back meanwhile: nothing is taken after it arrived.
    expect(stamps.read(low(NOW + 5000), NOW).takenMs).toBe(NOW);
  });

  it('says nothing of a source that has no clock', () => {
    expect(new SourceStamps('none').read(4000, NOW)).toEqual({ pts: null, takenMs: NOW });
  });
});
