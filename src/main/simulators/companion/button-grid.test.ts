import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { ButtonGrid, type ButtonPlaces } from './button-grid.ts';

const place = { page: 1, row: 0, col: 0 };

const setUp = (places?: ButtonPlaces) => {
  const clock = new ManualClock();
  const closed = new AbortController();
  onTestFinished(() => closed.abort(new Error('over')));
  const grid = new ButtonGrid(places, clock, closed.signal);
  const button = (where = place) => {
    const found = grid.at(where);
    if (!found) throw new Error('no button');
    return found;
  };
  return { clock, closed, grid, button };
};

test('a press is down, then up after 20 ms by itself', async () => {
  const { clock, grid, button } = setUp();
  const held = button();
  expect(grid.press(held)).toBe(true);
  await clock.advance(19);
  expect(held.pressed).toBe(true);
  await clock.advance(1);
  expect(held).toMatchObject({ pressed: false, presses: 1 });
});

test('of presses 30 ms apart all run, of presses without a gap most are dropped', async () => {
  const { clock, grid, button } = setUp();
  for (let count = 0; count < 40; count += 1) {
    grid.press(button());
    await clock.advance(30);
  }
  expect(button().presses).toBe(40);
  const burst = { page: 1, row: 1, col: 0 };
  for (let count = 0; count < 40; count += 1) {
    grid.press(button(burst));
    await clock.advance(1);
  }
  expect(button(burst).presses).toBeGreaterThan(1);
  expect(button(burst).presses).toBeLessThan(25);
});

test('the release of a dropped press cuts short what somebody else holds', async () => {
  const { clock, grid, button } = setUp();
  expect(grid.down(button())).toBe(true);
  expect(grid.press(button())).toBe(false);
  await clock.advance(20);
  expect(button().pressed).toBe(false);
});

test('down holds for ever and is one boolean for everybody', async () => {
  const { clock, grid, button } = setUp();
  grid.down(button());
  await clock.advance(3_600_000);
  expect(button().pressed).toBe(true);
  expect(grid.down(button())).toBe(false);
  expect(grid.up(button())).toBe(true);
  expect(grid.up(button())).toBe(false);
  expect(button().presses).toBe(1);
});

test('a release that is due has happened even where its timer is late', () => {
  const { grid, button, clock } = setUp();
  grid.press(button());
  void clock.advance(25);
  expect(grid.press(button())).toBe(false);
});

test('the grid is rows 0 to 3 and columns 0 to 7 of pages 1 to 10, one place left empty', () => {
  const { grid } = setUp();
  const at = (page: number, row: number, col: number) =>
    grid.at({ page, row, col }) !== undefined;
  expect([at(1, 0, 0), at(10, 3, 6), at(5, 2, 7)]).toEqual([true, true, true]);
  expect([at(1, 3, 7), at(0, 0, 0), at(11, 0, 0), at(1, 4, 0), at(1, 0, -1)]).not.toContain(
    true,
  );
  expect([grid.hasPage(10), grid.hasPage(11), grid.hasPage(Number.NaN)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('buttons can be named one by one, or be everywhere', () => {
  const named = setUp([{ page: 12, row: -1, col: 3 }]).grid;
  expect(named.at({ page: 12, row: -1, col: 3 })).toBeDefined();
  expect(named.at(place)).toBeUndefined();
  expect(named.hasPage(12)).toBe(true);
  const everywhere = setUp('all').grid;
  expect(everywhere.at({ page: 10, row: 15, col: -15 })).toBeDefined();
  for (const nowhere of [
    { page: 11, row: 0, col: 0 },
    { page: 1, row: 0.5, col: 0 },
    { page: 1, row: 1e9, col: 0 },
  ])
    expect(everywhere.at(nowhere)).toBeUndefined();
});

test('closing forgets the releases to come', async () => {
  const { clock, closed, grid, button } = setUp();
  grid.press(button());
  closed.abort(new Error('closed'));
  await clock.advance(100);
  expect(grid.press(button())).toBe(false);
});
