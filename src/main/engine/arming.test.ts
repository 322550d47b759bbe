import { beforeEach, expect, test } from 'vitest';
import { ARM_WITHIN_MS } from '#shared/contract/policy.ts';
import { ManualClock } from '../clock-double.ts';
import { Arming } from './arming.ts';

let clock: ManualClock;
let arming: Arming;
beforeEach(() => {
  clock = new ManualClock();
  arming = new Arming(clock);
});

const armed = { passes: false, leftMs: ARM_WITHIN_MS };

test('the second press passes and disarms', async () => {
  expect(arming.press('k', 'operator')).toEqual(armed);
  await clock.advance(ARM_WITHIN_MS);
  expect(arming.press('k', 'operator')).toEqual({ passes: true });
  expect(arming.press('k', 'operator')).toEqual(armed);
});

test('too late arms anew', async () => {
  arming.press('k', 'operator');
  await clock.advance(ARM_WITHIN_MS + 1);
  expect(arming.press('k', 'operator')).toEqual(armed);
  await clock.advance(10);
  expect(arming.press('k', 'operator')).toEqual({ passes: true });
});

test('another origin and another key arm by themselves', () => {
  arming.press('k', 'operator');
  expect(arming.press('k', 'hardware:buzzer')).toEqual(armed);
  expect(arming.press('other', 'operator')).toEqual(armed);
  expect(arming.press('k', 'operator')).toEqual({ passes: true });
});

test('cleared, nothing passes', () => {
  arming.press('k', 'operator');
  arming.clear();
  expect(arming.press('k', 'operator')).toEqual(armed);
});

test('the oldest of a thousand armed keys is let go', () => {
  for (let n = 0; n <= 1000; n += 1) arming.press(`k${n}`, 'operator');
  expect(arming.press('k1000', 'operator')).toEqual({ passes: true });
  expect(arming.press('k0', 'operator')).toEqual(armed);
});
