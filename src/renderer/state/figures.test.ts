import { describe, expect, it } from 'vitest';
import { figure, latency } from './figures.ts';
import { duration, momentOf, timeOf, utcOf } from './local-time.ts';

describe('figure', () => {
  it.each([
    [0.44, '0.4'],
    [22.7, '22.7'],
    [380.2, '380'],
    [3620, '3\u202F620'],
  ])('writes %d as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('latency', () => {
  it.each([
    [0.43, '0.4 ms'],
    [18.4, '18 ms'],
    [999.4, '999 ms'],
    [1290, '1.3 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(latency(ms)).toBe(text);
  });
});

describe('duration', () => {
  it.each([
    [-5, '0 s'],
    [12_300, '12 s'],
    [180_000, '3 min'],
    [7_500_000, '2 h 05 min'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('timeOf', () => {
  it('takes a time without a zone as UTC', () => {
    expect(momentOf('2026-11-21T20:14:35.118')).toBe(Date.UTC(2026, 10, 21, 20, 14, 35, 118));
    expect(timeOf('2026-11-21T20:14:35.118').millis).toBe('.118');
    expect(utcOf('2026-11-21T20:14:35.118')).toBe('2026-11-21 20:14:35.118 UTC');
  });
  it('shows what is no time as it came', () => {
    expect(timeOf('yesterday')).toEqual({ seconds: 'yesterday', millis: '' });
    expect(momentOf('yesterday')).toBeNull();
  });
});
