import { describe, expect, it } from 'vitest';
import { wirePieces } from './wire-text.ts';

describe('wirePieces', () => {
  it('names control characters and leaves the rest', () => {
    expect(wirePieces('PRESS\r\n')).toEqual([
      { kind: 'text', text: 'PRESS' },
      { kind: 'control', name: 'CR' },
      { kind: 'control', name: 'LF' },
    ]);
    expect(wirePieces('\u0001é→')).toEqual([
      { kind: 'control', name: 'x01' },
      { kind: 'text', text: 'é→' },
    ]);
  });
  it('is nothing for nothing', () => {
    expect(wirePieces('')).toEqual([]);
  });
});
