import { expect, test } from 'vitest';
import { hexLines } from './hex-lines.ts';

test('bytes in lines, what is not to be seen as a dot', () => {
  expect(hexLines(new TextEncoder().encode('GO 1\r\n'))).toEqual([
    { at: 0, hex: '47 4f 20 31 0d 0a', text: 'GO 1··' },
  ]);
  expect(hexLines(new Uint8Array(9), 4).map(({ at, hex }) => [at, hex])).toEqual([
    [0, '00 00 00 00'],
    [4, '00 00 00 00'],
    [8, '00'],
  ]);
});
