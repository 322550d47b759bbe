import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { listingDouble } from '../../state/hardware-double.ts';
import {
  buzzersOf,
  followOtherTabs,
  hasInputs,
  setArmed,
  useBuzzerWatch,
} from './armed-buzzers.ts';

const kept = new Map<string, string>();
let tab: EventTarget;
beforeEach(() => {
  tab = new EventTarget();
  vi.stubGlobal('window', tab);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

const desk = HardwareClientSchema.parse({
  kind: 'buzzer',
  client_id: 'desk',
  host: 'h',
  game_id: 1,
  buzzers: [{ buzzer_id: 'red', key: 'Digit1' }],
});

test('armed and shown clients press once each, where this control room runs them', () => {
  const here = { desk: listingDouble({ client_id: 'desk' }) };
  const [watched, ...others] = buzzersOf(['desk', 'desk', null, 'gone'], { desk }, here);
  expect(watched).toMatchObject({ clientId: 'desk', buzzers: [{ buzzer_id: 'red' }] });
  expect(others).toEqual([]);
  const there = { desk: listingDouble({ client_id: 'desk', elsewhere: true }) };
  expect(buzzersOf(['desk'], { desk }, there)).toEqual([]);
  expect(buzzersOf(['desk'], { desk }, {})).toEqual([]);
});

test('only what has a key or a gamepad can be armed', () => {
  expect(hasInputs({ buzzers: [{ buzzer_id: 'a', label: '' }] })).toBe(false);
  expect(hasInputs({ buzzers: [{ buzzer_id: 'a', label: '', key: 'KeyA' }] })).toBe(true);
});

test('arming twice is arming once', () => {
  setArmed('desk', true);
  setArmed('desk', true);
  setArmed('other', true);
  setArmed('desk', false);
  expect(useBuzzerWatch.getState().armed).toEqual(['other']);
});

test('another tab of this browser that disarms a client disarms it here', () => {
  setArmed('desk', true);
  const end = followOtherTabs();
  kept.set('mcr.armed-buzzers', '[]');
  tab.dispatchEvent(Object.assign(new Event('storage'), { key: 'mcr.theme' }));
  expect(useBuzzerWatch.getState().armed).toContain('desk');
  tab.dispatchEvent(Object.assign(new Event('storage'), { key: 'mcr.armed-buzzers' }));
  expect(useBuzzerWatch.getState().armed).toEqual([]);
  end();
  kept.set('mcr.armed-buzzers', '["desk"]');
  tab.dispatchEvent(Object.assign(new Event('storage'), { key: 'mcr.armed-buzzers' }));
  expect(useBuzzerWatch.getState().armed).toEqual([]);
});
