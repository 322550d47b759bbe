import { beforeEach, describe, expect, test } from 'vitest';
import type { PressRound, TimedPress } from '#shared/contract/buzzer.ts';
import { ManualClock } from '../../clock-double.ts';
import { PressRounds } from './press-round.ts';

const press = (buzzer_id: string, at_ms: number): TimedPress => ({
  buzzer_id,
  client_id: 'main',
  source: 'gpio',
  at_ms,
  margin_ms: 1,
  clock: 'main',
  clock_margin_ms: 0,
  basis: 'clock',
});

describe('a round', () => {
  let clock: ManualClock;
  let told: PressRound[];
  let rounds: PressRounds;
  beforeEach(() => {
    clock = new ManualClock();
    told = [];
    rounds = new PressRounds({ clock, graceMs: 100, onRound: (round) => told.push(round) });
  });
  const names = (): string[] => rounds.round.order.map(({ buzzer_id }) => buzzer_id);

  test('an earlier press that arrives later within the grace window goes before', async () => {
    rounds.add(press('near', 50));
    await clock.advance(99);
    rounds.add(press('far', 20));
    expect(rounds.round).toMatchObject({ state: 'open', first: null });
    await clock.advance(1);
    expect(rounds.round).toMatchObject({ state: 'final', first: 'far' });
    expect(names()).toEqual(['far', 'near']);
    expect(told.map(({ state }) => state)).toEqual(['open', 'open', 'final']);
  });

  test('after the window the result stands, and what would have been first is said', async () => {
    rounds.add(press('near', 50));
    await clock.advance(100);
    rounds.add(press('too late', 20));
    rounds.add(press('later', 49.5));
    expect(rounds.round).toMatchObject({
      first: 'near',
      late: [
        { buzzer_id: 'too late', would_have_been_first: true },
        { buzzer_id: 'later', would_have_been_first: false },
      ],
    });
  });

  test('a tie has no first', async () => {
    rounds.add(press('a', 50));
    rounds.add(press('b', 51));
    await clock.advance(100);
    expect(rounds.round).toMatchObject({ state: 'final', first: null });
    expect(rounds.round.words).toContain('tie');
  });

  test('a buzzer has one place', () => {
    rounds.add(press('a', 50));
    rounds.add(press('a', 10));
    rounds.add({ ...press('a', 10), client_id: 'other' });
    expect(rounds.round.order.map(({ client_id }) => client_id)).toEqual(['other', 'main']);
  });

  test('the next one begins empty, and the old window ends nothing of it', async () => {
    rounds.add(press('a', 50));
    await clock.advance(60);
    rounds.next();
    expect(rounds.round).toMatchObject({ round: 2, state: 'waiting', order: [] });
    rounds.add(press('b', 150));
    await clock.advance(60);
    expect(rounds.round.state).toBe('open');
    await clock.advance(40);
    expect(rounds.round).toMatchObject({ state: 'final', first: 'b' });
  });

  test('stopped, it is final and keeps no timer', async () => {
    rounds.add(press('a', 50));
    rounds.stop();
    expect(rounds.round).toMatchObject({ state: 'final', first: 'a' });
    const { length } = told;
    await clock.advance(1000);
    expect(told).toHaveLength(length);
  });

  test('is bounded', () => {
    for (let i = 0; i < 300; i += 1) rounds.add(press(`b${i}`, i));
    expect(rounds.round.order).toHaveLength(256);
  });
});
