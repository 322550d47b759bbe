import { describe, expect, it } from 'vitest';
import { DECK_MODELS, deckName, keySize, neighbour } from './deck-geometry.ts';

const room = { gap: 8, smallest: 72, largest: 200 };

describe('deckName', () => {
  it('names the model and its grid', () => {
    expect(deckName({ device_type: 'streamdeck_xl', rows: 4, cols: 8 })).toBe(
      'Stream Deck XL 8×4',
    );
  });
  it('names only the grid when it is not the model’s', () => {
    expect(deckName({ device_type: 'streamdeck_xl', rows: 8, cols: 8 })).toBe('Custom 8×8');
    expect(deckName({ device_type: 'virtual_surface', rows: 16, cols: 16 })).toBe(
      'Custom 16×16',
    );
  });
});

describe('keySize', () => {
  it('lets the narrower side decide', () => {
    expect(keySize({ ...room, width: 896, height: 1000, rows: 4, cols: 8 })).toBe(105);
    expect(keySize({ ...room, width: 2000, height: 424, rows: 4, cols: 8 })).toBe(100);
  });
  it('never goes below the smallest, whatever the room', () => {
    for (const { rows, cols } of Object.values(DECK_MODELS))
      expect(keySize({ ...room, width: 100, height: 100, rows, cols })).toBe(72);
  });
  it('never goes above the largest', () => {
    expect(keySize({ ...room, width: 3840, height: 2160, rows: 2, cols: 3 })).toBe(200);
  });
});

describe('neighbour', () => {
  const grid = { rows: 4, cols: 8 };
  it('moves by one and stops at the edges', () => {
    expect(neighbour({ row: 1, col: 1 }, 'ArrowRight', grid)).toEqual({ row: 1, col: 2 });
    expect(neighbour({ row: 0, col: 7 }, 'ArrowRight', grid)).toEqual({ row: 0, col: 7 });
    expect(neighbour({ row: 0, col: 0 }, 'ArrowUp', grid)).toEqual({ row: 0, col: 0 });
    expect(neighbour({ row: 2, col: 3 }, 'End', grid)).toEqual({ row: 2, col: 7 });
  });
  it('leaves other keys alone', () => {
    expect(neighbour({ row: 0, col: 0 }, 'a', grid)).toBeNull();
  });
});
