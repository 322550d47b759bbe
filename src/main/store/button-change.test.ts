import { expect, it } from 'vitest';
import { applyButtonChange, untouchedButton } from './button-change.ts';

const at = '2026-11-21T10:00:00.000Z';
const button = (state: 'idle' | 'pressed' | 'active' | 'disabled') => ({
  ...untouchedButton('main', '1_0_0'),
  state,
});

it.each([
  ['idle', 'press', 'idle'],
  ['idle', 'down', 'pressed'],
  ['pressed', 'down', 'pressed'],
  ['pressed', 'up', 'idle'],
  ['pressed', 'press', 'idle'],
  ['active', 'press', 'active'],
  ['active', 'down', 'pressed'],
  ['active', 'up', 'active'],
  ['disabled', 'down', 'disabled'],
  ['disabled', 'up', 'disabled'],
] as const)('%s, after %s, is %s', (before, kind, after) => {
  expect(applyButtonChange(button(before), { kind, at }).state).toBe(after);
});

it('counts what goes down, and dates it', () => {
  const down = applyButtonChange(button('idle'), { kind: 'down', at });
  expect(down).toMatchObject({ press_count: 1, last_pressed: at, updated_at: at });
  const up = applyButtonChange(down, { kind: 'up', at: 'later' });
  expect(up).toMatchObject({ press_count: 1, last_pressed: at, updated_at: 'later' });
  expect(applyButtonChange(up, { kind: 'press', at }).press_count).toBe(2);
});

it('takes text and colour without a press', () => {
  const lit = applyButtonChange(button('active'), { kind: 'color', color: '#ff0000', at });
  expect(applyButtonChange(lit, { kind: 'text', text: 'ON AIR', at })).toEqual({
    ...button('active'),
    color: '#ff0000',
    text: 'ON AIR',
    updated_at: at,
  });
});
