import { describe, expect, it } from 'vitest';
import { deckHeightFor, traceWidth } from './control-room-sizes.ts';

const XL = { rows: 4, cols: 8 };

describe('deckHeightFor', () => {
  it('gives keys that fill the width their height', () => {
    const height = deckHeightFor(XL, { width: 1440, height: 900 }, 'landscape');
    const keys = (1440 - 184 - traceWidth(1440) - 24 - 7 * 8) / 8;
    expect(height).toBeCloseTo(4 * keys + 3 * 8 + 24 + 40 + 2, -1);
  });
  it('always leaves a list below', () => {
    for (const screen of [
      { width: 1024, height: 640 },
      { width: 1920, height: 600 },
      { width: 3840, height: 2160 },
    ])
      expect(deckHeightFor({ rows: 16, cols: 2 }, screen, 'landscape')).toBeLessThanOrEqual(
        screen.height - 244,
      );
  });
  it('uses the whole width of a tablet held upright', () => {
    expect(deckHeightFor(XL, { width: 820, height: 1180 }, 'portrait')).toBeGreaterThan(
      deckHeightFor(XL, { width: 820, height: 1180 }, 'landscape'),
    );
  });
});
