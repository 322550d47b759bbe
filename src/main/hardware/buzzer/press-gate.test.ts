import { describe, expect, test } from 'vitest';
import { PressGate, type PressRefusal, type PressRules } from './press-gate.ts';

/** Of presses that all leave. */
class OpenGate extends PressGate {
  press(buzzerId: string, at: number): PressRefusal | null {
    const refusal = this.judge(buzzerId, at);
    if (refusal === null) this.lock(buzzerId, at);
    return refusal;
  }
}

const gateWith = (rules: Partial<PressRules> = {}): OpenGate => {
  const gate = new OpenGate({
    debounceMs: 30,
    lockoutMs: 0,
    lockoutScope: 'own',
    earlyPenaltyMs: 0,
    graceMs: 100,
    ...rules,
  });
  gate.enable(true);
  return gate;
};

describe('debounce', () => {
  test('a contact that bounces is one press', () => {
    const gate = gateWith();
    expect([0, 2, 9, 31, 45].map((at) => gate.press('a', at))).toEqual([
      null,
      'bounce',
      'bounce',
      'bounce',
      'bounce',
    ]);
    expect(gate.press('a', 76)).toBeNull();
  });

  test('is of each buzzer alone', () => {
    const gate = gateWith();
    expect(gate.press('a', 0)).toBeNull();
    expect(gate.press('b', 1)).toBeNull();
  });

  test('an edge that is told late is as much a bounce', () => {
    const gate = gateWith();
    expect(gate.press('a', 50)).toBeNull();
    expect(gate.press('a', 40)).toBe('bounce');
  });

  test('bounces of a press that came early stay bounces once the buzzers are on', () => {
    const gate = gateWith();
    gate.enable(false);
    expect(gate.press('a', 0)).toBe('early');
    gate.enable(true);
    expect(gate.press('a', 5)).toBe('bounce');
  });
});

describe('lockout', () => {
  test('of the same buzzer, for a time', () => {
    const gate = gateWith({ lockoutMs: 500 });
    expect(gate.press('a', 0)).toBeNull();
    expect(gate.press('b', 100)).toBeNull();
    expect(gate.press('a', 499)).toBe('locked');
    expect(gate.press('a', 600)).toBeNull();
  });

  test('of all, from the end of the grace window on: an earlier press may arrive later', () => {
    const gate = gateWith({ lockoutMs: null, lockoutScope: 'all' });
    expect(gate.press('a', 1000)).toBeNull();
    expect(gate.press('b', 1099)).toBeNull();
    expect(gate.press('c', 1100)).toBe('locked');
    expect(gate.press('d', 990)).toBeNull();
    expect(gate.press('a', 9_000_000)).toBe('locked');
    gate.enable(true);
    expect(gate.press('c', 9_000_100)).toBeNull();
  });

  test('of all, for a time, then the next round', () => {
    const gate = gateWith({ lockoutMs: 1000, lockoutScope: 'all' });
    expect(gate.press('a', 0)).toBeNull();
    expect(gate.press('b', 500)).toBe('locked');
    expect(gate.press('b', 1000)).toBeNull();
    expect(gate.press('c', 1500)).toBe('locked');
  });

  test('a press while the buzzers are off costs its buzzer a time', () => {
    const gate = gateWith({ earlyPenaltyMs: 250 });
    gate.enable(false);
    expect(gate.press('a', 0)).toBe('early');
    gate.enable(true);
    expect(gate.press('a', 200)).toBe('locked');
    expect(gate.press('b', 200)).toBeNull();
    expect(gate.press('a', 250)).toBeNull();
  });
});

test('off is the state to begin with', () => {
  const gate = new OpenGate({
    debounceMs: 0,
    lockoutMs: 0,
    lockoutScope: 'own',
    earlyPenaltyMs: 0,
    graceMs: 0,
  });
  expect(gate.press('a', 0)).toBe('early');
});

test('more names than there can be buzzers are refused, and cost no memory', () => {
  const gate = gateWith();
  for (let i = 0; i < 256; i += 1) expect(gate.press(`b${i}`, 0)).toBeNull();
  expect(gate.press('one more', 0)).toBe('too_many_buzzers');
  expect(gate.press('b0', 100)).toBeNull();
  // Who was not heard of for a minute makes room.
  expect(gate.press('one more', 60_001)).toBeNull();
});
