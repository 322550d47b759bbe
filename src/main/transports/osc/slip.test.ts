import { expect, test } from 'vitest';
import { slipFrame } from './slip.ts';

test('an END before and after, and both special bytes escaped', () => {
  expect([...slipFrame(Uint8Array.of(1, 0xc0, 2, 0xdb, 3))]).toEqual([
    0xc0, 1, 0xdb, 0xdc, 2, 0xdb, 0xdd, 3, 0xc0,
  ]);
});
