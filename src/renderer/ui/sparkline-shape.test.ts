import { expect, test } from 'vitest';
import { sparklineShape } from './sparkline-shape.ts';

const BOX = { width: 90, height: 20, room: 10, least: 1 };

test('the newest value stands at the right end, zero at the foot, the highest at the top', () => {
  expect(sparklineShape([0, 4, 2], BOX).path).toBe('M70 20L80 0L90 10');
});

test('small noise does not fill the height', () => {
  expect(sparklineShape([0.1, 0.2], BOX).path).toBe('M80 18L90 16');
});

test('only the newest values that have room are shown', () => {
  const many = Array.from({ length: 30 }, (_, at) => at);
  const { path } = sparklineShape(many, BOX);
  expect(path.startsWith('M0 ')).toBe(true);
  expect(path.split('L')).toHaveLength(10);
});

test('a missing value breaks the line and is marked, neighbours as one', () => {
  const { path, gaps } = sparklineShape([1, null, null, 1, 1, null], BOX);
  expect(path).toBe('M40 0h0.01M70 0L80 0');
  expect(gaps).toEqual([
    { x: 45, width: 20 },
    { x: 85, width: 5 },
  ]);
});

test('nothing is no line', () => {
  expect(sparklineShape([], BOX)).toEqual({ path: '', gaps: [] });
});
