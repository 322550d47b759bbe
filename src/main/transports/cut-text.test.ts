import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

test('short text stays', () => {
  expect(cutText('ok')).toEqual({ text: 'ok' });
});

test('long text is cut and says so, never within a character', () => {
  expect(cutText('x'.repeat(5000))).toEqual({ text: 'x'.repeat(4096), truncated: true });
  expect(cutText('abc🎬', 4)).toEqual({ text: 'abc', truncated: true });
});
