import { describe, expect, it } from 'vitest';
import { fitLabel, keyMetrics, LINE_HEIGHT } from './fit-label.ts';

const SIDES = [72, 79, 84, 100, 108, 140, 200];

describe('keyMetrics', () => {
  it('leaves room for a label on every side a key may have', () => {
    for (const side of SIDES) {
      const { pad, top, strip, label } = keyMetrics(side);
      expect(pad + top + label.height + strip).toBeLessThanOrEqual(side);
      expect(label.height).toBeGreaterThanOrEqual(2 * 11 * LINE_HEIGHT);
    }
  });
});

describe('fitLabel', () => {
  it('keeps a short label large and on one line', () => {
    expect(fitLabel('Cut', keyMetrics(108))).toEqual({ size: 15, lines: ['Cut'] });
  });

  it('breaks between words before it makes the text smaller', () => {
    expect(fitLabel('Lower 3rd Guest', keyMetrics(108))).toEqual({
      size: 15,
      lines: ['Lower 3rd', 'Guest'],
    });
  });

  it('makes a long label smaller, and never smaller than 11 px', () => {
    const long = fitLabel('Studio floor talkback to the gallery', keyMetrics(108));
    expect(long.size).toBeLessThan(15);
    for (const side of SIDES) {
      const { size, lines } = fitLabel(
        'Extraordinarily uninterruptible talkback',
        keyMetrics(side),
      );
      expect(size).toBeGreaterThanOrEqual(11);
      expect(lines.length).toBeLessThanOrEqual(3);
    }
  });

  it('keeps every word of a label that is far too long', () => {
    const label = 'one two three four five six seven eight nine ten eleven';
    expect(fitLabel(label, keyMetrics(72)).lines.join(' ')).toBe(label);
  });

  it('has no line for an empty label', () => {
    expect(fitLabel('  ', keyMetrics(108)).lines).toEqual([]);
  });
});
