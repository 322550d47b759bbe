import { describe, expect, test } from 'vitest';
import { PressedSchema, type Pressed } from './buzzer-messages.ts';
import { momentOf, othersPress, ownPress } from './press-moment.ts';

const NOW = 1_795_888_758_000;

describe('the moment of a press', () => {
  test('is what its source says, as exactly as the source knows it', () => {
    expect(momentOf({ source: 'gpio', at: NOW - 3 }, NOW)).toEqual({
      at: NOW - 3,
      marginMs: 0.5,
      basis: 'clock',
    });
    expect(momentOf({ source: 'gpio', at: NOW, marginMs: 7 }, NOW)?.marginMs).toBe(7);
  });

  test.each([
    ['nothing', undefined],
    ['the future', NOW + 5],
    ['no number', NaN],
  ])('with %s it is just before it was told, and less exact', (_what, at) => {
    const moment = { source: 'keyboard', ...(at === undefined ? {} : { at }) } as const;
    expect(momentOf(moment, NOW)).toEqual({ at: NOW - 14, marginMs: 14, basis: 'arrival' });
  });

  test('of long ago is none', () => {
    expect(momentOf({ at: NOW - 2000 }, NOW)).not.toBeNull();
    expect(momentOf({ at: NOW - 2001 }, NOW)).toBeNull();
  });
});

test("on the backend's clock it is moved by the offset", () => {
  const press = ownPress(
    'red',
    'main',
    'gpio',
    { at: NOW, marginMs: 1, basis: 'clock' },
    { offsetMs: -250, marginMs: 2 },
  );
  expect(press).toMatchObject({ at_ms: NOW - 250, margin_ms: 1, clock_margin_ms: 2 });
});

describe("another client's press", () => {
  const pressed = (change: Partial<Pressed> = {}): Pressed =>
    PressedSchema.parse({
      type: 'buzzer_pressed',
      buzzerId: 'blue',
      timestamp: NOW - 100,
      client_id: 'other',
      source: 'gpio',
      margin_ms: 0.5,
      clock_offset_ms: 60,
      clock_margin_ms: 3,
      ...change,
    });
  const known = { offsetMs: 10, marginMs: 2 };

  test('counts by its own time where both clocks are measured', () => {
    expect(othersPress(pressed(), 'url', NOW, known, 200)).toEqual({
      buzzer_id: 'blue',
      client_id: 'other',
      source: 'gpio',
      clock: 'other',
      at_ms: NOW - 40,
      margin_ms: 0.5,
      clock_margin_ms: 3,
      basis: 'clock',
    });
  });

  test.each<[string, Partial<Pressed>, { offsetMs: number; marginMs: number | null }]>([
    ['our clock is not measured', {}, { offsetMs: 0, marginMs: null }],
    ['its clock is not measured', { clock_offset_ms: null }, known],
    ['it says no time', { timestamp: null }, known],
    ['it would be in the future', { timestamp: NOW + 1000 }, known],
    ['it would be long ago', { timestamp: NOW - 60_000 }, known],
  ])('by its arrival where %s', (_what, change, reference) => {
    expect(othersPress(pressed(change), 'url', NOW, reference, 200)).toMatchObject({
      at_ms: NOW + reference.offsetMs - 100,
      margin_ms: 100,
      basis: 'arrival',
      clock: 'here',
    });
  });

  test("of the seed's two fields is read, and named by where it came from", () => {
    const seed = PressedSchema.parse({ type: 'buzzer_pressed', buzzerId: 3 });
    expect(othersPress(seed, 'ws://there', NOW, known, 200)).toMatchObject({
      buzzer_id: '3',
      client_id: 'ws://there',
      basis: 'arrival',
    });
  });
});
