import { expect, test } from 'vitest';
import { parseColor } from './color.ts';

test.each([
  ['#f00', 0xff0000],
  ['#f00a', 0xff0000],
  ['#1a2B3c', 0x1a2b3c],
  ['#1a2b3cff', 0x1a2b3c],
  ['rgb(255, 128, 0)', 0xff8000],
  ['rgb(255 128 0 / 0.5)', 0xff8000],
  ['rgba(100%,0%,0%,0.5)', 0xff0000],
  ['hsl(120, 100%, 50%)', 0x00ff00],
  ['hsla(240, 100%, 50%, 1)', 0x0000ff],
  [0x123456, 0x123456],
])('%s is a colour', (text, value) => {
  expect(parseColor(text)).toBe(value);
});

test.each([
  'ff0000',
  'red',
  '#ff00',
  '#ff000',
  '',
  'rgb(1,2)',
  'rgb(a,b,c)',
  'hsl(0,1,1)',
  null,
])('%s is ignored, four hex digits aside', (text) => {
  expect(parseColor(text)).toBe(text === '#ff00' ? 0xffff00 : null);
});
